/* System calls that are denied: those that no probe needs and that reach beyond files, which Landlock guards. */
#include "base.h"
#include "confine.h"
#include "confine/layers.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>

/* Sockets of every family: a local one reaches the session bus, and so everything. */
static const char *const never[] = {
	"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4",
	"ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "pidfd_getfd", "kcmp",
	"bpf", "perf_event_open", "keyctl", "add_key", "request_key", "io_uring_setup", "io_uring_enter", "io_uring_register", "userfaultfd",
	"unshare", "setns", "mount", "umount", "umount2", "move_mount", "open_tree", "fsopen", "fsmount", "fspick", "fsconfig", "mount_setattr",
	"pivot_root", "chroot", "swapon", "swapoff", "reboot", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module",
	"chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "utimensat", "futimesat",
	"setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr", "setxattrat", "removexattrat",
	"settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "sethostname", "setdomainname", "syslog", "acct", "quotactl",
	"open_by_handle_at", "name_to_handle_at", "fanotify_init", "vhangup", "iopl", "ioperm", "lookup_dcookie", "mbind", "migrate_pages",
	"move_pages", "msgget", "semget", "shmget", "mq_open", NULL,
};
static const char *const opening[] = {
	"open", "openat", "openat2", "creat", "open_by_handle_at", "open_tree", "execve", "execveat", "socket", "socketpair", "connect", "bind",
	"listen", "accept", "accept4", "ptrace", "process_vm_readv", "process_vm_writev", "unlink", "unlinkat", "rename", "renameat", "renameat2",
	"link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "rmdir", "mknod", "mknodat", "truncate", "chmod", "fchmod", "fchmodat",
	"chown", "fchown", "lchown", "fchownat", "mount", "umount2", "unshare", "setns", "bpf", "perf_event_open", "keyctl", "io_uring_setup",
	"userfaultfd", "kill", "tkill", "pidfd_open", "pidfd_send_signal", "memfd_create", NULL,
};
static const int new_namespaces[] = { CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP };
enum { ABI_TRUNCATE = 3, ABI_SCOPE = 6, OLD_TIOCLINUX = 0x541C };

/* A name that this libseccomp or processor does not know cannot be called either. */
static bool deny(scmp_filter_ctx filter, const char *name, uint32_t action)
{
	int number = seccomp_syscall_resolve_name(name);
	return number == __NR_SCMP_ERROR || seccomp_rule_add(filter, action, number, 0) == 0;
}

static bool deny_when(scmp_filter_ctx filter, const char *name, unsigned count, const struct scmp_arg_cmp *args)
{
	int number = seccomp_syscall_resolve_name(name);
	return number == __NR_SCMP_ERROR || seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), number, count, args) == 0;
}

static bool deny_list(scmp_filter_ctx filter, const char *const *names)
{
	bool fine = true;
	for (; *names; names++)
		fine &= deny(filter, *names, SCMP_ACT_ERRNO(EPERM));
	return fine;
}

/* Before version 3 Landlock lets truncate(2) pass, and open(2) that truncates what it only reads. */
static bool deny_truncating(scmp_filter_ctx filter)
{
	bool fine = deny(filter, "truncate", SCMP_ACT_ERRNO(EPERM)) && deny(filter, "openat2", SCMP_ACT_ERRNO(ENOSYS)) && deny(filter, "creat", SCMP_ACT_ERRNO(EPERM));
	static const int readers[] = { O_RDONLY, O_ACCMODE };
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		scmp_datum_t mask = O_TRUNC | O_ACCMODE, value = (scmp_datum_t)(O_TRUNC | readers[i]);
		fine &= deny_when(filter, "open", 1, (const struct scmp_arg_cmp[]){ SCMP_A1(SCMP_CMP_MASKED_EQ, mask, value) });
		fine &= deny_when(filter, "openat", 1, (const struct scmp_arg_cmp[]){ SCMP_A2(SCMP_CMP_MASKED_EQ, mask, value) });
	}
	return fine;
}

static bool deny_by_argument(scmp_filter_ctx filter)
{
	bool fine = deny(filter, "clone3", SCMP_ACT_ERRNO(ENOSYS));     /* its flags lie in memory: the C library falls back to clone */
	for (size_t i = 0; i < sizeof new_namespaces / sizeof *new_namespaces; i++) {
		scmp_datum_t flag = (scmp_datum_t)new_namespaces[i];
		fine &= deny_when(filter, "clone", 1, (const struct scmp_arg_cmp[]){ SCMP_A0(SCMP_CMP_MASKED_EQ, flag, flag) });
	}
	/* The kernel looks at the low 32 bits alone. */
	fine &= deny_when(filter, "ioctl", 1, (const struct scmp_arg_cmp[]){ SCMP_A1(SCMP_CMP_MASKED_EQ, 0xFFFFFFFF, TIOCSTI) });
	fine &= deny_when(filter, "ioctl", 1, (const struct scmp_arg_cmp[]){ SCMP_A1(SCMP_CMP_MASKED_EQ, 0xFFFFFFFF, OLD_TIOCLINUX) });
	return fine;
}

static bool load(scmp_filter_ctx filter, bool made, const char **why)
{
	bool fine = made && seccomp_load(filter) == 0;
	seccomp_release(filter);
	if (!fine)
		*why = "the kernel has no seccomp filters";
	return fine;
}

bool confine_deny(int abi, const char **why)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	*why = "the kernel has no seccomp filters";
	if (!filter)
		return false;
	bool made = deny_list(filter, never) && deny_by_argument(filter);
	if (abi < ABI_TRUNCATE)
		made = made && deny_truncating(filter);
	if (abi < ABI_SCOPE)
		made = made && deny(filter, "kill", SCMP_ACT_ERRNO(EPERM)) && deny(filter, "pidfd_send_signal", SCMP_ACT_ERRNO(EPERM));
	return load(filter, made, why);
}

bool confine_deny_opening(const char **why)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	*why = "the kernel has no seccomp filters";
	return filter && load(filter, deny_list(filter, opening), why);
}
