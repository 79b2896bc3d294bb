/* A file to cite. */

static unsigned long pages(unsigned long bytes)
{
	return bytes >> PAGE_SHIFT;
}

static unsigned long bytes(unsigned long pages)
{
	return pages << PAGE_SHIFT;
}
