package import Canvas
import CNcurses
import Glibc

/// What can be told of the terminal and the locale without taking the terminal.
///
/// Works without a terminal as well, of which it then tells what TERM promises.
package struct TerminalReport: Hashable, Sendable {
  /// What TERM says; empty where it is not set.
  package var name: String
  package var isInputTerminal: Bool
  package var isOutputTerminal: Bool
  /// Why no screen can be drawn on a terminal of this name; nil if one can.
  package var refusal: TerminalError?
  /// The description that a screen is drawn by; another than ``name`` where this machine has none of that.
  package var drawnAs: String
  /// The number of colours by terminfo, 0 without any.
  package var colors: Int
  /// Nil without a terminal, and on one that does not tell.
  package var size: Size?
  package var locale: LocaleReport

  package init(
    name: String,
    isInputTerminal: Bool,
    isOutputTerminal: Bool,
    refusal: TerminalError?,
    drawnAs: String? = nil,
    colors: Int,
    size: Size?,
    locale: LocaleReport
  ) {
    self.name = name
    self.isInputTerminal = isInputTerminal
    self.isOutputTerminal = isOutputTerminal
    self.refusal = refusal
    self.drawnAs = drawnAs ?? name
    self.colors = colors
    self.size = size
    self.locale = locale
  }

  /// Looks at this process's standard streams and its environment.
  ///
  /// It sets the locale of the process, as the screen does: call it before there are threads that format numbers in C.
  package static func probe() -> TerminalReport {
    let name = TerminalDescription.nameFromEnvironment
    var refusal: TerminalError?
    var drawnAs = name
    do throws(TerminalError) {
      drawnAs = try TerminalDescription.usable(name)
    } catch {
      refusal = error
    }
    return TerminalReport(
      name: name,
      isInputTerminal: isatty(STDIN_FILENO) == 1,
      isOutputTerminal: isatty(STDOUT_FILENO) == 1,
      refusal: refusal,
      drawnAs: drawnAs,
      colors: refusal == nil ? max(0, Int(tigetnum("colors"))) : 0,
      size: size(),
      locale: .probe()
    )
  }

  /// Of the first standard stream that is a terminal: the report itself is often piped into a pager.
  private static func size() -> Size? {
    for descriptor in [STDOUT_FILENO, STDIN_FILENO, STDERR_FILENO] {
      var rows: Int32 = 0
      var columns: Int32 = 0
      if cn_window_size(descriptor, &rows, &columns) == 0 { return Size(rows: Int(rows), columns: Int(columns)) }
    }
    return nil
  }
}

/// What can be told of the locale.
package struct LocaleReport: Hashable, Sendable {
  /// Whether the machine has the locale that the environment names.
  package var isInstalled: Bool
  /// The character set of that locale, such as `UTF-8` or `ANSI_X3.4-1968`.
  package var codeset: String
  /// Whether characters outside ASCII can be sent, if need be by the characters of `C.UTF-8`.
  package var isUTF8: Bool

  package init(isInstalled: Bool, codeset: String, isUTF8: Bool) {
    self.isInstalled = isInstalled
    self.codeset = codeset
    self.isUTF8 = isUTF8
  }

  static func probe() -> LocaleReport {
    let isInstalled = setlocale(LC_ALL, "") != nil
    let codeset = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? ""
    return LocaleReport(isInstalled: isInstalled, codeset: codeset, isUTF8: TerminalDescription.chooseLocale())
  }
}
