/* tree.h: an expression as a tree; every node knows its bytes in the worksheet. */
#ifndef HENCE_VALUES_TREE_H
#define HENCE_VALUES_TREE_H

enum tree_kind { TREE_NUMBER, TREE_TEXT, TREE_TRUTH, TREE_NAME, TREE_LIST, TREE_INDEX, TREE_CALL, TREE_UNARY, TREE_BINARY };
enum tree_op {
	/* in the order of enum num_op, so that one is the other */
	OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_FLOORDIV, OP_MOD, OP_POW, OP_SHL, OP_SHR, OP_AND, OP_OR, OP_XOR,
	OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE, OP_BOTH, OP_EITHER, OP_JOIN,
	OP_NEGATE, OP_NOT, OP_INVERT, OP_LENGTH,
};
struct tree {
	enum tree_kind kind;
	enum tree_op op;                /* UNARY, BINARY */
	bool truth;                     /* TRUTH */
	bool grouped;                   /* stands in parentheses */
	bool method;                    /* CALL: written x:name(...), x is the first kid */
	uint32_t height;
	struct range place;
	struct range name_place;        /* CALL: of the function's name */
	struct str text;                /* NAME and CALL: the name, "zones.total"; TEXT: its bytes; NUMBER: as written */
	const struct num *num;          /* NUMBER */
	VEC(struct tree *) kids;        /* LIST, CALL: the items; INDEX: list and index; UNARY, BINARY: operands */
};
const char *tree_op_text(enum tree_op);                 /* as in Lua */
/* Lua 5.4's expression, whole. at: the place of text's first byte in the worksheet. NULL: one finding says where and why. */
struct tree *tree_parse(struct arena *, struct diag *, const struct limits *, struct str text, uint32_t at);

#endif
