/* The grammar: every construct that the checker knows, one a line, in the order in which they are looked for. */
#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "facts.h"
#include "values.h"
#include "claims.h"
#include "claims/reading.h"
#include "claims/lex.h"
#include "claims/expression.h"
#include "claims/names.h"
#include "claims/judge.h"
#include "claims/scan.h"

enum {
	NUMBER = 1 << T_NUMBER, WORD = 1 << T_WORD, OPERATOR = 1 << T_OPERATOR, RELATION = 1 << T_RELATION, OPEN = 1 << T_OPEN, CLOSE = 1 << T_CLOSE,
	STOP = 1 << T_STOP,
};
#define ANY 0, { 0 }

/* Each has its examples in tests/claims/<id>.md. The last columns are what a passage must have to be looked at: tokens of each of the
 * kinds, and a word of one of the lists. */
const struct construct constructs[] = {
	{ "equation", "a = b, chains of =, ≈, comparisons, questions with their answers, ticks and crosses", equation_find, ANY },
	{ "named", "n × n = 144, f(16) = 64, where the text above has bound n = 12, f(x) = x × 4: names with their values", NULL, ANY },
	{ "measured", "16 GB = 4194304 pages, where the text says what a page is: a size, and a count of things that have one each", NULL, ANY },
	{ "counts", "1 socket = 1 node: two counts that nothing in the text joins", NULL, ANY },
	{ "bit-range", "bits 12-51 (40 bits): a range of bits and its width; the rows of a bit table", bits_range_find, ANY },
	{ "bit-count", "10 bits for 1024 nodes; 512 entries (9 bits): how many things n bits tell apart", bits_count_find, NUMBER | WORD, { WORDS_BIT } },
	{ "mask", "0x3FF (10 bits); (flags >> 54) & 0x3FF: a mask and the field it takes", bits_mask_find, NUMBER, { 0 } },
	{ "ruler", "| 31-12 | 11-0 | over its fields: the columns of a drawn word", bits_ruler_find, ANY },
	{ "bit-split", "bits 20-12: index = 291 of the address above: a field taken out of a number", bits_split_find, ANY },
	{ "rows", "0-4095, 4096-8191: ranges in successive rows that join", rows_find, ANY },
	{ "range-count", "entries 0-511 (512 entries): a range and how many it holds", rows_count_find, NUMBER | WORD, { 0 } },
	{ "fields", "+8 : count (4 bytes): offsets and sizes in a drawing, with their total", fields_table_find, ANY },
	{ "field-cells", "a table with columns Offset and Size", fields_cells_find, ANY },
	{ "field-again", "COUNT (4 bytes at offset +8): a field as its table has it", fields_heading_find, OPEN | NUMBER | WORD, { WORDS_OFFSET } },
	{ "stride", "v[2] = ... at v + 2×64: an index and its multiple", fields_stride_find, NUMBER | WORD | OPERATOR, { 0 } },
	{ "size-total", "TOTAL: 64 bytes under a column of sizes", fields_total_find, NUMBER, { WORDS_TOTAL } },
	{ "worked", "Total = 12 × 8. Step: ... Result: 96: an expression whose value comes at the end", result_worked_find, WORD, { WORDS_RESULT_WORD } },
	{ "result", "Result: 96 pages: what the last step gave", result_stated_find, WORD, { WORDS_RESULT_WORD } },
	{ "quoted", "a premise and the output that it quotes", result_quoted_find, WORD, { WORDS_OUTPUT_WORD } },
	{ "again", "a computed value with its noun, stated again", result_again_find, NUMBER, { 0 } },
	{ "remark", "12 CPUs (6 cores × 2 threads): a number and the working behind it", remark_find, NUMBER | OPEN, { 0 } },
	{ "in-other-units", "8 KiB (8192 bytes): a size said twice", remark_unit_find, NUMBER | OPEN | WORD | CLOSE, { 0 } },
	{ "each", "100 racks, each with 40 servers = 4000 servers", remark_each_find, NUMBER | WORD, { WORDS_EACH } },
	{ "shift-words", "right shift 12 bits = divide by 4096", words_shift_find, NUMBER | WORD, { WORDS_SHIFT } },
	{ "hex-digits", "3 hex digits (12 bits); drop last 3 hex digits = 0x152852", words_digits_find, NUMBER, { WORDS_HEX } },
	{ "last-bit", "0x1235 → LSB=1", words_last_bit_find, WORD, { WORDS_LAST_BIT } },
	{ "binary", "Binary: 0001 0000 under the number itself", words_binary_find, WORD, { WORDS_BINARY } },
	{ "sizes", "a (4 bytes) + b (4 bytes) = 8 bytes", words_sizes_find, OPEN | NUMBER | WORD, { 0 } },
	{ "scaled", "0x12345 means address 0x12345000, where 4096 is known", words_scaled_find, NUMBER | WORD, { WORDS_MEANS } },
	{ "offset", "spare = 4 (5 seats), spare = -1 (no seats), where spare = number of seats minus one: a field that holds a count less a constant", offset_find, WORD, { 0 } },
	{ "carets", "0x12345067 over ^^^^^ over PFN: carets mark the digits of the value that their label names", drawn_carets_find, ANY },
	{ "columns", "+---+---+ over | a | b | c |: a row with more cells than its borders have columns", drawn_columns_find, ANY },
	{ "restated", "TLB size: 3072 pages, where another line has said so: the same words with the same value", restated_value_find, ANY },
	{ "output-words", "The CPU = Maker 5. Source: `lscpu` → \"Maker 5\": a premise in words and the output that it quotes", restated_output_find, WORD, { WORDS_SOURCE_WORD } },
	{ "entry-range", "Entry [2]: 0x4000-0x5FFF, where each entry of the table covers 8 KiB", entries_find, NUMBER | WORD, { WORDS_ENTRY_WORD } },
	{ "carried", "start = 4096 (from line 33); 1 socket. Source: line 10: a value with the line that has it", restated_carried_find, WORD, { WORDS_LINE } },
	{ "formula", "index = address ÷ 4096, where another line has index = byte_address ÷ PAGE_SIZE: a formula said again in other terms", formula_find, ANY },
	{ "line-quoted", "Line 12: \"its words\", or a name that line 12 has: what another line is said to say", restated_line_find, WORD, { WORDS_LINE } },
	{ "property", "| RAM | 16384 kB |: a row of the table of properties, and the premise that has it", restated_property_find, NUMBER | WORD, { 0 } },
	{ "index", "table[255], where table index = 255 stands above in the line", restated_index_find, NUMBER | WORD, { 0 } },
	{ "fits", "60 KB fits in 64 KB, 300 does not fit in 8 bits, 300 overflows a byte", order_fits_find, WORD, { WORDS_FITS, WORDS_OVERFLOWS } },
	{ "holds", "16 bits can hold 65535, 4 bytes cannot store 64-bit numbers: what there is room for", order_holds_find, WORD, { WORDS_HOLDS } },
	{ "within", "5 in [0, 10)? YES; 10 is not in [0, 10): a value and a range with its ends", order_within_find, NUMBER, { 0 } },
	{ "than", "300 is more than 256; 4096 equals 0x1000: two values compared in words", order_than_find, WORD, { WORDS_MORE, WORDS_FEWER, WORDS_MATCHES } },
	{ "versus", "more racks (80 vs 64): which of two is more", order_versus_find, WORD | OPEN, { WORDS_MORE, WORDS_FEWER } },
	{ "smaller", "(8 bytes each) = 800 bytes, (4 bytes each) = smaller: an answer in a word", order_smaller_find, NUMBER | WORD, { WORDS_MORE, WORDS_FEWER } },
	{ "same", "size = 12 units, size = 12 units (SAME)", order_same_find, NUMBER | OPEN | WORD | CLOSE, { WORDS_SAME } },
	{ "not", "2 (not 5!): a value, and one that it is not", order_not_find, NUMBER | WORD, { WORDS_NEGATION } },
	{ "cited-lines", "queue.h lines 40-52 over a block of text: a range of lines and how many are quoted", cited_find, ANY },
	{ "contains", "region containing 0x2400 ✓, where region 2: 0x2000-0x3000 stands above in the line", answers_containing_find, NUMBER | WORD, { WORDS_CONTAINING } },
	{ "set-bits", "0b0101 → bits 0 and 2; 0b0001 → only unit = 0: the bits that a mask has set", answers_set_bits_find, NUMBER | STOP, { WORDS_ONLY, WORDS_BIT } },
	{ "instance", "used ≠ held + 1 under used = 1 and held = -1: a relation of names and the values that stand over it", examples_find, RELATION, { 0 } },
	{ "examples", "used ≥ held always; used = held. This is wrong: a law, and every set of values that the text gives", NULL, ANY },
	{ "possible", "used can be larger than held: one set of values bears it out", examples_possible_find, WORD, { WORDS_ABLE } },
	{ "differ", "an example where they differ: used = 5, held = 1", examples_differ_find, WORD, { WORDS_DIFFER } },
	{ "counted", "taken ≠ seat count, where 2 seats stand above in the line", examples_counts_find, RELATION, { 0 } },
	{ "cases", "each seat is in exactly one row: if n < 8 → A, if n ≥ 8 → B: cases that leave nothing out and take nothing twice", cases_find, WORD, { WORDS_EXACTLY } },
	{ "cited-list", "lines 40-52 list 6 uses, where those lines are quoted above: a count and the bullets that are quoted", cited_list_find, NUMBER | WORD, { WORDS_LISTS } },
	{ "listed", "three levels: a, b and c: a count and the list behind it", listed_inline_find, WORD, { 0 } },
	{ "parts", "2 (the reader + the writer): a count and its parts by name", listed_parts_find, NUMBER | OPEN | CLOSE, { 0 } },
	{ "numbered", "3 slots (0 2 5), 2 nodes (0-1): a count and the numbers of what it counts", listed_numbers_find, NUMBER | WORD | OPEN | CLOSE, { 0 } },
	{ "listed-below", "four steps: over four bullets of a drawing", listed_below_find, ANY },
	{ "total-of", "total boxes = 5 under 3 boxes and 2 boxes", listed_total_find, NUMBER | WORD, { WORDS_TOTAL } },
	{ "kind", "4096 is a power of two; 91 is divisible by 7; 0x3000 is aligned to 4 KiB; 7 is odd", kinds_find, WORD, { WORDS_IS_WORD } },
	{ "part", "36 of 48 (75 %): a part of a whole in percent", ratio_part_find, NUMBER | OPEN | CLOSE, { 0 } },
	{ "change", "from 80 to 60, a 25 % drop; 20 → 30 (+50 %): a change in percent of the first value", ratio_change_find, NUMBER, { 0 } },
	{ "times", "48 GB is 3 times 16 GB, 48 is twice 24", ratio_times_find, NUMBER | WORD, { WORDS_IS_WORD } },
	{ "factor", "10× slower (100 ns vs 10 ns): a factor and the two values behind it", ratio_factor_find, NUMBER | WORD, { WORDS_MORE, WORDS_FEWER } },
	{ "mixed", "5 MB + 3 ms = 8: the numbers are right, and sizes and times cannot be added or equated", NULL, ANY },
	{ "percent", "15 % of 240 = 36; 36 / 240 = 15 %", ratio_percent_find, NUMBER, { 0 } },
	{ "whole-and-part", "free_seats ≤ all_seats, where one is defined as excluding what the other includes", defined_part_find, RELATION | WORD, { 0 } },
	{ "letters", "double letters (wood, sheep): how the words that are listed are spelt", defined_letters_find, WORD | OPEN, { WORDS_DOUBLE_WORD } },
	{ "totals", "a row Total under a column of numbers", totals_find, ANY },
	{ "verdict", "Boundary correct. ✓: words that close the line's own claims", answers_verdict_find, WORD, { WORDS_VERDICT } },
	{ 0 },
};
