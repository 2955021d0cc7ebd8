"""The digits data set out of scikit-learn's wheel, as two .npy files that TwoPhase reads.

    make_digits.py WHEEL FOLDER

Reads sklearn/datasets/data/digits.csv.gz in the wheel without importing scikit-learn, and writes
FOLDER/digits-inputs.npy (1797 x 64, float64, 0 to 16) and FOLDER/digits-labels.npy (1797, float64, 0 to 9).
Each file appears whole or not at all, the labels last. The data: E. Alpaydin, C. Kaynak, Optical Recognition of
Handwritten Digits, UCI Machine Learning Repository, 1998 (CC BY 4.0), the test part.
"""

import gzip
import hashlib
import os
import sys
import zipfile

import numpy as np

MEMBER = "sklearn/datasets/data/digits.csv.gz"
# Of the unpacked text, so that another wheel with the same data serves.
SHA256 = "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"


def write(path, array):
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            np.save(file, array)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: make_digits.py WHEEL FOLDER")
    wheel, folder = sys.argv[1:]
    try:
        with zipfile.ZipFile(wheel) as archive:
            text = gzip.decompress(archive.read(MEMBER))
    except (OSError, KeyError, zipfile.BadZipFile, EOFError) as error:
        sys.exit(f"{wheel}: found no readable {MEMBER} ({error}), expected a scikit-learn wheel")
    found = hashlib.sha256(text).hexdigest()
    if found != SHA256:
        sys.exit(f"{wheel}: {MEMBER}: found SHA-256 {found}, expected {SHA256}")
    table = np.array([line.split(",") for line in text.decode().split()], dtype=np.float64)
    inputs, labels = np.ascontiguousarray(table[:, :64]), np.ascontiguousarray(table[:, 64])
    if table.shape != (1797, 65) or inputs.min() != 0 or inputs.max() != 16 or set(labels) != set(range(10)):
        sys.exit(f"{wheel}: {MEMBER}: found {table.shape}, expected 1797 rows of 64 pixels and a digit")
    os.makedirs(folder, exist_ok=True)
    write(os.path.join(folder, "digits-inputs.npy"), inputs)
    write(os.path.join(folder, "digits-labels.npy"), labels)


if __name__ == "__main__":
    main()
