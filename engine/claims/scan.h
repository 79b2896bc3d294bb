/* Inside claims: the worksheet cut into passages, and what the constructs share while they go over it. */
#ifndef HENCE_CLAIMS_SCAN_H
#define HENCE_CLAIMS_SCAN_H

struct passage {
	struct reading r;
	struct tokens t;
	bool denied;                    /* its words say that it is wrong */
	bool awaited;                   /* a passage that follows it has a relation, which may go on from its value */
	uint32_t kinds, lists[WORD_SLOTS];      /* of all its tokens: a bit for each enum token_kind, for each enum word_list */
	uint64_t signs[2];              /* and for the first byte of each that is no word and no number, where it is ASCII */
};
/* A value that a claim has computed, or that a premise has quoted: where it stands, and what it counts. */
struct settled { const struct num *num; struct str noun; uint32_t passage, line, at; bool holds; uint32_t claim; };
/* A field that a table gives: its offset and size. */
struct field { const struct num *offset, *size; uint32_t line; bool twice; };

struct scan {
	struct context context;
	struct arena *passing;          /* what is not needed when the passage is done */
	const struct model *model;
	struct diag *diag;
	struct claims *claims;
	bool binding;                   /* first pass: only units and names that the prose defines */
	struct map *conflicts;          /* unit words with two definitions */
	struct side previous[WAYS];     /* the last side of the line above, for a line that begins with = */
	bool has_previous;
	uint32_t now;                   /* the passage at hand */
	VEC(struct passage) passages;
	struct tokens lexed;            /* of the passage being read: a copy of the right size is kept */
	VEC(struct settled) settled;
	struct map *fields;             /* name -> struct field */
	struct map *widths;             /* lowest bit -> width of a field, as text */
	struct offsets *offsets;        /* fields that hold a count and a constant */
	uint32_t *first_passage;        /* of each line; made when it is asked for */
	struct map *said;               /* "name = value" -> struct said *: where it stands first */
	struct map *premises;           /* scan_again_key -> the premise's line; made when it is asked for */
	struct map *quotes;             /* cited lines, "77-83" -> the block that quotes them; made when one is found */
	struct map *known;              /* scan_again_key -> struct settled */
};
/* One construct of the grammar; find is called for every passage in order of the text. NULL: another construct finds it. */
struct construct {
	const char *id, *about;
	void (*find)(struct scan *, struct passage *);
	uint32_t kinds;                 /* find is called only for passages with tokens of all these kinds */
	enum word_list lists[3];        /* and, unless the first is WORDS_NONE, with a word of one of these */
};
extern const struct construct constructs[];     /* id NULL ends it */

void equation_find(struct scan *, struct passage *);
void bits_range_find(struct scan *, struct passage *);
void bits_count_find(struct scan *, struct passage *);
void bits_mask_find(struct scan *, struct passage *);
void bits_ruler_find(struct scan *, struct passage *);
void bits_split_find(struct scan *, struct passage *);
void rows_find(struct scan *, struct passage *);
void rows_count_find(struct scan *, struct passage *);
void fields_table_find(struct scan *, struct passage *);
void fields_cells_find(struct scan *, struct passage *);
void fields_heading_find(struct scan *, struct passage *);
void fields_stride_find(struct scan *, struct passage *);
void fields_total_find(struct scan *, struct passage *);
void result_worked_find(struct scan *, struct passage *);
void result_stated_find(struct scan *, struct passage *);
void result_quoted_find(struct scan *, struct passage *);
void result_again_find(struct scan *, struct passage *);
void remark_find(struct scan *, struct passage *);
void remark_unit_find(struct scan *, struct passage *);
void remark_each_find(struct scan *, struct passage *);
void words_shift_find(struct scan *, struct passage *);
void words_digits_find(struct scan *, struct passage *);
void words_last_bit_find(struct scan *, struct passage *);
void words_binary_find(struct scan *, struct passage *);
void words_sizes_find(struct scan *, struct passage *);
void words_scaled_find(struct scan *, struct passage *);
void offset_bind(struct scan *);        /* after the passages are there */
void offset_find(struct scan *, struct passage *);
void drawn_carets_find(struct scan *, struct passage *);
void drawn_columns_find(struct scan *, struct passage *);
void restated_value_find(struct scan *, struct passage *);
void restated_output_find(struct scan *, struct passage *);
void entries_find(struct scan *, struct passage *);
void restated_carried_find(struct scan *, struct passage *);
void formula_find(struct scan *, struct passage *);
void restated_line_find(struct scan *, struct passage *);
void restated_property_find(struct scan *, struct passage *);
void restated_index_find(struct scan *, struct passage *);
void order_fits_find(struct scan *, struct passage *);
void order_holds_find(struct scan *, struct passage *);
void order_within_find(struct scan *, struct passage *);
void order_than_find(struct scan *, struct passage *);
void order_versus_find(struct scan *, struct passage *);
void order_smaller_find(struct scan *, struct passage *);
void order_same_find(struct scan *, struct passage *);
void order_not_find(struct scan *, struct passage *);
void cited_find(struct scan *, struct passage *);
void answers_verdict_find(struct scan *, struct passage *);
void answers_containing_find(struct scan *, struct passage *);
void answers_set_bits_find(struct scan *, struct passage *);
void examples_find(struct scan *, struct passage *);
void examples_possible_find(struct scan *, struct passage *);
void examples_differ_find(struct scan *, struct passage *);
void examples_counts_find(struct scan *, struct passage *);
void cases_find(struct scan *, struct passage *);
void listed_inline_find(struct scan *, struct passage *);
void listed_parts_find(struct scan *, struct passage *);
void listed_numbers_find(struct scan *, struct passage *);
void listed_below_find(struct scan *, struct passage *);
void listed_total_find(struct scan *, struct passage *);
void cited_list_find(struct scan *, struct passage *);
void kinds_find(struct scan *, struct passage *);
void ratio_part_find(struct scan *, struct passage *);
void ratio_change_find(struct scan *, struct passage *);
void ratio_times_find(struct scan *, struct passage *);
void ratio_factor_find(struct scan *, struct passage *);
void ratio_percent_find(struct scan *, struct passage *);
void defined_part_find(struct scan *, struct passage *);
void defined_letters_find(struct scan *, struct passage *);
void totals_find(struct scan *, struct passage *);

/* --- for constructs: token i of a passage -------------------------------------------------------------------------- */
static inline enum token_kind scan_kind(const struct passage *p, uint32_t i)    /* T_END beyond the end */
{
	return i < p->t.at.n ? p->t.at.at[i].kind : T_END;
}
static inline struct str scan_text(const struct passage *p, uint32_t i)         /* empty beyond the end */
{
	return i < p->t.at.n ? str_slice(p->r.text, p->t.at.at[i].at, p->t.at.at[i].at + p->t.at.at[i].n) : STR("");
}
static inline bool scan_is(const struct passage *p, uint32_t i, const char *text)
{
	/* one byte, as most are, is compared without a look at the text */
	bool sign = text[0] && !text[1] && !((text[0] | 0x20) >= 'a' && (text[0] | 0x20) <= 'z') && text[0] != '_' && !(text[0] >= '0' && text[0] <= '9');
	return sign ? i < p->t.at.n && p->t.at.at[i].sign == text[0] : str_is(scan_text(p, i), text);
}
static inline bool scan_in(const struct passage *p, uint32_t i, enum word_list list)    /* a word of the language */
{
	return i < p->t.at.n && model_in(p->t.at.at[i].word, list);
}
static inline bool scan_has_word(const struct passage *p, enum word_list list)    /* somewhere */
{
	return p->lists[list / 32] >> list % 32 & 1;
}
static inline bool scan_has_sign(const struct passage *p, char c)
{
	return p->signs[(unsigned char)c >> 6] >> (c & 63) & 1;
}
/* A whole number, also one that stands as a label: 63 of [63:52]. */
const struct num *scan_whole(const struct scan *, const struct passage *, uint32_t i);
/* a-b, a–b, a..b, a:b, a to b from token i: both ends and the token behind. */
struct stretch { const struct num *from, *to; uint32_t end; uint8_t base; };
bool scan_stretch(const struct scan *, const struct passage *, uint32_t i, struct stretch *);
/* A size: "8 bytes", "16bytes", "4 KiB" as bits; the token behind it. */
bool scan_size(const struct scan *, const struct passage *, uint32_t i, const struct num **bits, uint32_t *end);

const struct num *scan_apply(const struct scan *, enum num_op, const struct num *, const struct num *);       /* NULL: no value */
const struct num *scan_plus(const struct scan *, const struct num *, int64_t);
bool scan_same(const struct num *, const struct num *);
int64_t scan_small(const struct num *);                 /* -1: not a whole number below 2^31 */
struct str scan_show(const struct scan *, const struct num *, uint8_t base);

/* A claim that covers the tokens [from, to); with a finding when it is false, unless the text means it to be. */
struct claim *scan_claim(struct scan *, const struct passage *, uint32_t from, uint32_t to, const char *form, enum claim_verdict);
struct finding *scan_false(struct scan *, const struct passage *, struct claim *, const struct finding_kind *, struct str computed);
void scan_undecided(struct claim *, const char *why);
bool scan_claimed(const struct scan *, const struct passage *, uint32_t from, uint32_t to);    /* a claim covers these tokens already */
void scan_settle(struct scan *, const struct num *, struct str noun, uint32_t at, bool holds, uint32_t claim);

/* Under what a value is found again: exactly it, with what it counts. */
struct str scan_again_key(const struct scan *, const struct num *, struct str noun);

#endif
