import CNcurses
import Glibc

/// Stopping and going on under a shell.
enum JobControl {
  /// Stops the whole process group as the terminal's own ctrl-z would; returns when it is continued.
  ///
  /// The group, since a script that started the program must stop with it for the shell to notice. SIGTSTP rather than
  /// SIGSTOP, since the system drops it when there is no shell to continue the group. It is let through to this thread
  /// alone, with the action that ncurses replaced.
  static func stop() {
    var action = sigaction()
    var previous = sigaction()
    action.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(SIGTSTP, &action, &previous)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTSTP)
    var before = sigset_t()
    pthread_sigmask(SIG_UNBLOCK, &set, &before)
    kill(0, SIGTSTP)
    pthread_sigmask(SIG_SETMASK, &before, nil)
    sigaction(SIGTSTP, &previous, nil)
  }
}
