"""How large a file may be. No Django here: the process that opens workbooks knows these, too."""

MOST_ROWS, MOST_COLUMNS = 20_000, 200
MOST_BYTES = 20 * 1024 * 1024
# Of a row, all cells together; and of all rows.
MOST_LETTERS, MOST_LETTERS_IN_ALL = 400_000, 40_000_000
# Of a workbook when it is unpacked, and of any part of it.
MOST_UNPACKED, LARGEST_PART, MOST_PARTS = 300_000_000, 200_000_000, 2_000
# Rows without a word between others.
MOST_BLANK_ROWS = 50_000
