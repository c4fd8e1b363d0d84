#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

/*
 * What Swift cannot import from ncursesw by itself, and a few Linux calls that the Glibc module leaves out.
 *
 * Globals (stdscr, COLORS, stdin) count as shared mutable state in Swift 6, and function-like macros (A_BOLD, KEY_F) are
 * not imported: each gets an inline function or a constant here. Nothing here decides anything.
 */

/* Before <ncurses.h>: prototypes for wide characters, and functions in place of macros. */
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#ifndef NCURSES_NOMACROS
#define NCURSES_NOMACROS 1
#endif

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

/* --- globals --- */
static inline WINDOW *_Nullable cn_stdscr(void) { return stdscr; }
static inline WINDOW *_Nullable cn_curscr(void) { return curscr; }
static inline int cn_lines(void) { return LINES; }
static inline int cn_columns(void) { return COLS; }
static inline int cn_colors(void) { return COLORS; }
/*
 * Until the screen was left and taken again once, ncurses flushes its output after each movement of the cursor (mvcur,
 * for programs that use it without a screen), so that a frame goes out in hundreds of pieces. So it is left and taken
 * here at once.
 */
static inline SCREEN *_Nullable cn_newterm(const char *_Nonnull description, FILE *_Nullable output) {
    SCREEN *screen = newterm((char *)description, output ? output : stdout, stdin);
    if (screen) {
        endwin();
        doupdate();
    }
    return screen;
}
static inline void cn_flush_stdout(void) { fflush(stdout); }
static inline char *_Nullable const *_Nullable cn_environment(void) {
    extern char **environ;
    return environ;
}

/* --- attributes --- */
static const attr_t CN_BOLD = A_BOLD;
static const attr_t CN_DIM = A_DIM;
static const attr_t CN_ITALIC = A_ITALIC;
static const attr_t CN_UNDERLINE = A_UNDERLINE;
static const attr_t CN_REVERSE = A_REVERSE;

/* One cell: a base and combining marks, at most CCHARW_MAX in all, ended by 0; the pair may be beyond 32767. */
static inline int cn_set_cell(cchar_t *_Nonnull cell, const wchar_t *_Nonnull text, attr_t attributes, int pair) {
    int extended = pair;
    return setcchar(cell, text, attributes, (short)(pair > 32767 ? 32767 : pair), &extended);
}
static inline int cn_put_cells(WINDOW *_Nonnull window, int row, int column, const cchar_t *_Nonnull cells, int count) {
    return mvwadd_wchnstr(window, row, column, cells, count);
}

/* --- keys and mouse --- */
static inline int cn_function_key(int number) { return KEY_F(number); }
static const mmask_t CN_LEFT_DOWN = BUTTON1_PRESSED | BUTTON1_CLICKED;
static const mmask_t CN_LEFT_UP = BUTTON1_RELEASED;
static const mmask_t CN_MIDDLE_DOWN = BUTTON2_PRESSED | BUTTON2_CLICKED;
static const mmask_t CN_MIDDLE_UP = BUTTON2_RELEASED;
static const mmask_t CN_RIGHT_DOWN = BUTTON3_PRESSED | BUTTON3_CLICKED;
static const mmask_t CN_RIGHT_UP = BUTTON3_RELEASED;
static const mmask_t CN_WHEEL_UP = BUTTON4_PRESSED;
static const mmask_t CN_WHEEL_DOWN = BUTTON5_PRESSED;
static const mmask_t CN_MOUSE_SHIFT = BUTTON_SHIFT;
static const mmask_t CN_MOUSE_CTRL = BUTTON_CTRL;
static const mmask_t CN_MOUSE_ALT = BUTTON_ALT;

/* --- terminfo: an absent string is (char *)-1, which is no optional in Swift --- */
static inline const char *_Nullable cn_terminfo_string(const char *_Nonnull name) {
    const char *text = tigetstr(name);
    return text == (const char *)-1 ? NULL : text;
}

/* --- hidden by feature macros when Swift's Glibc module is built --- */
extern int wcwidth(wchar_t);
static inline int cn_wcwidth(unsigned int scalar) { return wcwidth((wchar_t)scalar); }
static inline int cn_memory_file(const char *_Nonnull name) {
    extern int memfd_create(const char *, unsigned int);
    return memfd_create(name, 1u /* MFD_CLOEXEC */);
}
/* <term.h> makes macros of `columns` and `lines`: no parameter can have those names. */
static inline int cn_window_size(int descriptor, int *_Nonnull height, int *_Nonnull width) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return -1;
    *height = size.ws_row;
    *width = size.ws_col;
    return 0;
}

/* --- eventfd and signalfd: flags and types that do not import --- */
static inline int cn_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }
static inline int cn_signalfd(const sigset_t *_Nonnull signals) {
    return signalfd(-1, signals, SFD_NONBLOCK | SFD_CLOEXEC);
}
/* The number of the next signal, 0 when there is none. */
static inline int cn_signalfd_read(int descriptor) {
    struct signalfd_siginfo info;
    return read(descriptor, &info, sizeof info) == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

/* --- macros on a wait status --- */
static inline int cn_did_stop(int status) { return WIFSTOPPED(status); }
static inline int cn_did_exit(int status) { return WIFEXITED(status); }
static inline int cn_exit_status(int status) { return WEXITSTATUS(status); }
static inline int cn_end_signal(int status) { return WTERMSIG(status); }

#endif
