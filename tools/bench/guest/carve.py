"""carve.py VMLINUZ VMLINUX: takes the kernel out of its self-extracting image.

QEMU boots the bare kernel by its PVH entry, and is spared unpacking it under emulation, which
takes longer than all the rest of the boot.
"""

import lzma
import sys

XZ = b"\xfd7zXZ\x00"
ELF = b"\x7fELF"


def kernel(image: bytes) -> bytes:
    """The kernel inside `image`: the first xz stream in it that holds an ELF file."""
    start = image.find(XZ)
    while start >= 0:
        try:
            inside = lzma.LZMADecompressor().decompress(image[start:])
        except lzma.LZMAError:
            inside = b""
        if inside.startswith(ELF):
            return inside
        start = image.find(XZ, start + 1)
    sys.exit("carve.py: no xz-compressed kernel in the image; was Debian's kernel repacked?")


if __name__ == "__main__":
    source, target = sys.argv[1:]
    with open(source, "rb") as file:
        bare = kernel(file.read())
    with open(target, "wb") as file:
        file.write(bare)
