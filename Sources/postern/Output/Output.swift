import Canvas
import Foundation
import Glibc
import PolicyCore

/// The standard streams.
enum Output {
  /// Data, on standard output.
  static func write(_ text: String) {
    write(Data(text.utf8))
  }

  /// Lines that hold what servers and files hold.
  static func write(lines: [String]) {
    write(lines.map { visible($0) + "\n" }.joined())
  }

  static func write(_ data: Data) {
    write(data, to: .standardOutput)
  }

  /// A line of words, on standard error; a line break in what a server or a file holds makes no line of ours.
  static func say(_ line: String) {
    say(lines: [line])
  }

  static func say(lines: [String]) {
    write(Data(lines.map { visible($0) + "\n" }.joined().utf8), to: .standardError)
  }

  /// How wide the terminal of standard error is; 80 where it does not say.
  private static var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Puts a line on standard error in the place of the one that was put there before, without ending it.
  static func redraw(_ line: String) {
    // A line that wrapped around could not be taken back.
    let text = VisibleText(line).truncated(to: columns - 1).string
    write(Data("\r\u{1B}[K\(text)".utf8), to: .standardError)
  }

  static func write(_ json: OrderedJSON) {
    write(json.data + Data("\n".utf8))
  }

  /// A reader that has gone away is no error: there is nobody left to tell.
  private static func write(_ data: Data, to stream: FileHandle) {
    try? stream.write(contentsOf: data)
  }

  /// Text that came from a server or a file, with what a terminal must not see written out.
  static func visible(_ text: String) -> String {
    VisibleText(text).string
  }
}

/// How rows of data are printed.
enum TableFormat: String, CaseIterable {
  case table
  case json
}

/// How policies are printed.
enum PolicyFormat: String, CaseIterable {
  case table
  case json
  /// The dashboard's newest dialect.
  case csv
}

/// How a report is printed.
enum TextFormat: String, CaseIterable {
  case text
  case json
}
