/* The command table and the only exit. */
#include <stdio.h>

int main(void) {
    puts("bluetick");
    return 0;
}
