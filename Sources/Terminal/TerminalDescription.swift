import CNcurses
import Glibc

/// What terminfo and the locale say before the terminal is touched.
struct TerminalDescription {
  let name: String
  /// The description that is used: that of `name`, or where this machine has none that of ``substitute``.
  let drawnAs: String
  let isUTF8: Bool
  let isXtermLike: Bool

  /// Looks the terminal up and refuses one that cannot show a screen.
  init() throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "Standard input") }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "Standard output") }
    name = Self.nameFromEnvironment
    drawnAs = try Self.usable(name)
    // tmux has no XT, but says how to reach the clipboard (Ms), and understands the rest as well.
    isXtermLike = tigetflag("XT") == 1 || cn_terminfo_string("Ms") != nil
    isUTF8 = Self.chooseLocale()
  }

  /// What TERM says; empty where it is not set.
  static var nameFromEnvironment: String { getenv("TERM").map { String(cString: $0) } ?? "" }

  /// What most terminals with a description of their own send and understand.
  static let substitute = "xterm-256color"
  /// Names that tell nothing of a terminal.
  private static let anonymous: Set<String> = ["", "unknown", "dialup", "network", "switch", "emacs"]

  /// Looks a terminal up, and where there is no description of it the one that is as good as.
  static func usable(_ name: String) throws(TerminalError) -> String {
    do throws(TerminalError) {
      try lookUp(name)
      return name
    } catch {
      guard case .unknownTerminal = error, !anonymous.contains(name), (try? lookUp(substitute)) != nil else {
        throw error
      }
      return substitute
    }
  }

  /// Makes a terminfo entry the current one, and refuses one that cannot show a screen.
  static func lookUp(_ name: String) throws(TerminalError) {
    guard !name.isEmpty else { throw .unknownTerminal(name: "") }
    var status: Int32 = 0
    guard setupterm(name, STDOUT_FILENO, &status) == OK || status > 0 else { throw .unknownTerminal(name: name) }
    guard cn_terminfo_string("cup") != nil else { throw .cannotMoveCursor(name: name) }
  }

  /// Takes the user's locale, and only its characters from C.UTF-8 when it has no UTF-8; gives whether there is any.
  @discardableResult
  static func chooseLocale() -> Bool {
    setlocale(LC_ALL, "")
    // numbers in what the program writes for other programs keep their point
    setlocale(LC_NUMERIC, "C")
    if isUTF8Locale() { return true }
    setlocale(LC_CTYPE, "C.UTF-8")
    return isUTF8Locale()
  }

  private static func isUTF8Locale() -> Bool {
    guard let codeset = nl_langinfo(nl_item(CODESET)) else { return false }
    return String(cString: codeset) == "UTF-8"
  }
}
