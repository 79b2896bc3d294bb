/* ustar archives in memory. Private to the room. */
#ifndef HENCE_FACTS_TAR_H
#define HENCE_FACTS_TAR_H

/* A file, or with a path that ends in / a folder, owned by nobody in particular, of no date. false: ustar holds no path so long. */
bool tar_add(struct buf *, struct str path, struct str bytes);
void tar_end(struct buf *);
/* Path without "./" and without a / at its end to struct str, slices of bytes; a folder's s is NULL. Links and devices are not taken.
 * ustar, and the long names of GNU and pax. NULL: *why. */
struct map *tar_read(struct arena *, struct str bytes, const char **why);

#endif
