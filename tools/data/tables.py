"""How tables are written down: UTF-8, one line end, and no byte that depends on the day."""
import csv
import gzip
import io


def write_csv(path, columns, rows):
    """Writes a table, packed when its name says so."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        write_gzip(path, text.getvalue())
    else:
        path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def write_gzip(path, text):
    """Writes packed text without a timestamp, so that equal text gives equal bytes."""
    with open(path, "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            packed.write(text.encode("utf-8"))
