#include "base.h"
#include "diag.h"
#include "source.h"
#include "model.h"
#include "model/reading.h"
void traps_read(struct reading *r) { (void)r; }
