"""Files as an attacker, or an old office program, would make them."""

import io
import zipfile

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.declarations.files.samples import sample


def pdf_with(change, *, packed: bool = True) -> bytes:
    """The English sample after `change(pdf)`; packed, no name in it can be read without a reader."""
    with pikepdf.open(io.BytesIO(sample("english.pdf"))) as pdf:
        change(pdf)
        return saved(pdf, packed=packed)


def saved(pdf, *, packed: bool = True) -> bytes:
    written = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    pdf.save(written, object_stream_mode=mode)
    return written.getvalue()


def encrypted(*, user: str) -> bytes:
    with pikepdf.open(io.BytesIO(sample("english.pdf"))) as pdf:
        written = io.BytesIO()
        pdf.save(written, encryption=pikepdf.Encryption(owner="owner", user=user))
        return written.getvalue()


def script_on_opening(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def script_on_a_page(pdf):
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def program_started_by_a_link(pdf):
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 10, 10]), A=action)
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


def form_sent_away(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.SubmitForm, F=String("https://example.org/"))


def script_nobody_refers_to(pdf):
    """Found by looking at every object; a reader that mends files may find it, too."""
    pdf.Root.Extensions = pdf.make_indirect(Dictionary(Deep=Dictionary(S=Name.JavaScript, JS=String("x"))))


def program_in_a_chain_of_actions(pdf):
    """The first only turns a page; the one after it acts."""
    after = Dictionary(S=Name.Launch, F=String("calc.exe"))
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.NextPage, Next=Array([after]))


def embedded_file(pdf):
    pdf.attachments["payload.exe"] = b"MZ"


def dynamic_form(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(pdf, b"<xdp/>"))


def film(pdf):
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 10, 10]))
    pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])


def long_pdf(pages: int) -> bytes:
    """The English sample's page again and again; each page is drawn anew."""
    with pikepdf.open(io.BytesIO(sample("english.pdf"))) as pdf:
        for _ in range(pages - 1):
            pdf.pages.append(pdf.pages[0])
        return saved(pdf)


def pdf_that_unpacks_to(size: int) -> bytes:
    """A page whose drawing commands are `size` bytes of blanks, packed to almost nothing."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = Stream(pdf, b" " * size)
    written = io.BytesIO()
    pdf.save(written, compress_streams=True, recompress_flate=True)
    return written.getvalue()


def pdf_whose_pages_go_round() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    tree = pdf.Root.Pages
    tree.Kids = Array([tree])
    tree.Count = 1_000_000
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def archive(parts: dict[str, bytes], *, base: str = "") -> bytes:
    """A zip of the parts, on top of those of a sample."""
    kept = {}
    if base:
        with zipfile.ZipFile(io.BytesIO(sample(base))) as source:
            kept = {name: source.read(name) for name in source.namelist()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in {**kept, **parts}.items():
            target.writestr(name, content)
    return written.getvalue()


def part_of(base: str, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(sample(base))) as source:
        return source.read(name)
