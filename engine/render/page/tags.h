/* render/page/tags: the standard structure types, by enum page_tag. */
#ifndef HENCE_RENDER_PAGE_TAGS_H
#define HENCE_RENDER_PAGE_TAGS_H

extern const char *const tag_names[];

#endif
