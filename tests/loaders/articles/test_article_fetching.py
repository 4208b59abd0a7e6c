"""A web address is fetched because a person gave it: one GET, with limits, and a clear word when it fails."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import ssl
import time

import pytest
from araz.errors import InputError
from araz.loaders.articles import fetching
from araz.loaders.articles.fetching import fetch
from araz.loaders.articles.reading import read_article

from .conftest import serving
from .documents import page, pdf, word


def refused(address: str, **limits) -> str:
    with pytest.raises(InputError) as caught:
        fetch(address, **limits)
    assert caught.value.remedy
    return str(caught.value)


def test_a_page_is_fetched_and_read_and_says_where_it_came_from(web):
    address = web.page("/line?a=1", page())
    article = read_article(address)
    assert (article.title, article.url, article.place) == ("A second line to the coast", address, address)


def test_the_program_says_who_it_is(web):
    fetch(web.page("/", b"Kenya"))
    (asked,) = web.asked
    assert asked[1]["user-agent"].startswith("araz")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pdf", pdf),
        ("application/octet-stream", pdf),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
        ("text/html; charset=windows-1252", lambda: page(encoding="cp1252")),
    ],
)
def test_what_a_server_says_or_the_content_tells_the_kind(web, kind, body):
    assert "“much depends on the rains”" in read_article(web.page("/file", body(), kind)).text


def test_the_encoding_that_a_server_names_counts(web):
    text = "Iğdır ve Şırnak"
    assert read_article(web.page("/a", text.encode("cp1254"), "text/plain; charset=iso-8859-9")).text == text


def test_plain_text_of_a_markdown_address_is_markdown(web):
    assert read_article(web.page("/a.md", b"# A *line*\n\nKenya.", "text/plain")).title == "A line"


def test_a_packed_answer_is_unpacked(web):
    assert fetch(web.page("/", gzip.compress(b"Kenya agrees."), Content_Encoding="gzip")).data == b"Kenya agrees."


def test_a_redirect_is_followed_and_the_last_address_kept(web):
    web.pages["/old"] = (301, {"Location": "/new#part"}, b"")
    web.page("/new", page())
    assert read_article(web.url("/old")).url == web.url("/new")


def test_letters_beyond_ascii_in_an_address_are_coded(web):
    web.page("/%C4%B1%C4%9F?q=%C5%9F", b"Kenya")
    assert fetch(web.url("/ığ?q=ş")).data == b"Kenya"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "the server answers 404 Not Found; check the address"),
        (500, "the server answers 500 Internal Server Error; try again later"),
        (429, "the server answers 429 Too Many Requests; try again later"),
        (403, "the server answers 403 Forbidden; open it in a browser"),
    ],
)
def test_a_status_that_is_no_answer_is_told(web, status, said):
    assert said in refused(web.page("/", b"no", status=status))


def test_too_many_redirects_are_not_followed(web):
    web.pages["/round"] = (302, {"Location": "/round"}, b"")
    assert "more than 10 redirects" in refused(web.url("/round"))
    assert len(web.asked) == 11


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://user:word@127.0.0.1/"])
def test_a_redirect_out_of_the_web_is_not_followed(web, target):
    web.pages["/"] = (302, {"Location": target}, b"")
    assert "fetched" in refused(web.url("/"))


def test_a_redirect_into_a_private_network_is_not_followed(web):
    with serving("127.0.0.2") as inside:
        web.pages["/"] = (302, {"Location": inside.page("/secret", b"hidden")}, b"")
        assert "an address of a private network" in refused(web.url("/"))
        assert inside.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("10.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("169.254.1.1", False),
    ],
)
def test_private_addresses_are_known(address, public):
    assert fetching._is_public(address) is public


@pytest.mark.parametrize("kind", ["image/png", "application/json", "video/mp4"])
def test_what_is_no_document_is_refused(web, kind):
    with pytest.raises(InputError, match=f"what the server sends is '{kind}', not a page"):
        read_article(web.page("/", b"{}", kind))


def test_an_answer_that_says_it_is_too_large_is_not_read(web):
    web.pages["/"] = (200, {"Content-Length": "60000000"}, b"")
    assert "larger than 50,000,000 bytes" in refused(web.url("/"))


def test_an_answer_that_unpacks_to_too_much_is_not_read_on(web):
    assert "larger than 100,000 bytes" in refused(
        web.page("/", gzip.compress(bytes(30_000_000)), Content_Encoding="gzip"), most=100_000
    )


def test_an_answer_whose_packing_is_broken_says_so(web):
    assert "packed and broken" in refused(web.page("/", b"not gzip at all", Content_Encoding="gzip"))


def test_an_answer_that_breaks_off_says_so(web):
    web.pages["/"] = (200, {"Content-Length": "1000"}, b"half")
    assert "it cannot be reached" in refused(web.url("/"))


def test_a_silent_server_is_not_waited_for(web):
    web.pages["/"] = lambda handler: time.sleep(1)
    assert "does not answer in time" in refused(web.url("/"), wait=0.1)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: "])
def test_a_server_that_sends_a_byte_now_and_then_is_cut_off(web, start):
    sent: list[int] = []

    def drip(handler) -> None:
        handler.wfile.write(start)
        for n in range(200):
            time.sleep(0.05)
            handler.wfile.write(b"x")
            sent.append(n)

    web.pages["/"] = drip
    assert "it was not there after 0.3 s" in refused(web.url("/"), in_all=0.3)
    assert len(sent) < 200


def test_a_port_where_nobody_listens_says_so(web):
    web.server_close()
    assert "it cannot be reached" in refused(web.url("/"))


def test_a_host_that_is_not_there_says_so():
    assert "there is no such host" in refused("https://no-such-host.example/")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/a", "data://x", "http:///a", "http://[::1/", "http://a:99999/"]
)
def test_what_is_no_web_address_is_not_fetched(address):
    with pytest.raises(InputError, match=r"only http and https|names no host|is no web address"):
        read_article(address)


def test_an_address_with_a_password_is_not_fetched_and_not_shown():
    said = refused("https://user:secret@example.org/")
    assert "an address with a password is not fetched" in said
    assert "secret" not in said


@pytest.fixture
def certified(web, tmp_path):
    """The server behind a certificate that nobody vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime.datetime(2020, 1, 1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day.replace(year=2120))
    named = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = builder.add_extension(named, critical=False).sign(key, hashes.SHA256())
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (tmp_path / "certificate.pem").write_bytes(pem)
    secret = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (tmp_path / "both.pem").write_bytes(pem + key.private_bytes(*secret))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    web.socket = context.wrap_socket(web.socket, server_side=True)
    web.scheme = "https"
    return web, tmp_path / "certificate.pem"


def test_a_certificate_that_nobody_vouches_for_is_refused(certified):
    web, _ = certified
    assert "its certificate is not good (self-signed certificate)" in refused(web.page("/", b"Kenya"))
    assert web.asked == []


def test_an_authority_that_the_user_names_is_trusted(certified, monkeypatch):
    web, certificate = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert fetch(web.page("/", b"Kenya")).data == b"Kenya"


def test_a_server_that_speaks_no_tls_is_told(web):
    assert "no safe connection" in refused(web.page("/", b"Kenya").replace("http:", "https:"))
