"""The tables of docs/performance.md that benches rewrite."""
import pathlib

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def put(bench, text):
    """Puts a text between the two comments that name a bench."""
    begin, end = f"<!-- measured by benches/{bench}.py -->", f"<!-- end of {bench} -->"
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(begin, 1)
    _, after = rest.split(end, 1)
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
