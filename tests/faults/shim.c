/* Loaded before the C library: write() takes only a part of what it is given, as it may on any system. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

ssize_t write(int file, const void *data, size_t size)
{
    return syscall(SYS_write, file, data, file > 2 && size > 1 ? size / 2 : size);
}
