import Canvas
import Foundation
import Glibc
import Synchronization
import JSONText
import Values

/// The standard streams.
enum Output {
  /// The system's number for why standard output took no more; 0 while it takes everything.
  private static let failure = Mutex<Int32>(0)

  /// Data, on standard output.
  static func write(_ text: String) {
    write(Data(text.utf8))
  }

  /// Lines that hold what servers and files hold.
  static func write(lines: [String]) {
    write(lines.map { visible($0) + "\n" }.joined())
  }

  /// What standard output does not take is told by ``finish(_:)``; after that nothing more is written.
  static func write(_ data: Data) {
    failure.withLock { failure in
      guard failure == 0 else { return }
      failure = fully(data, to: STDOUT_FILENO)
    }
  }

  /// The status that a command ends with, once all that it printed has arrived.
  ///
  /// A reader that has gone away ends it quietly, as elsewhere. Any other failure is said, and makes a success none.
  static func finish(_ status: ExitStatus) -> ExitStatus {
    let number = failure.withLock { failure -> Int32 in
      // Some file systems find only now that there is no room. Another close would be somebody else's file.
      if failure == 0, close(STDOUT_FILENO) != 0, errno != EBADF { failure = errno }
      return failure
    }
    guard number != 0 else { return status }
    guard number != EPIPE else { return ExitStatus(signal: SIGPIPE) }
    ErrorReport.print(
      Problem(
        .storage,
        what: "Standard output could not be written: \(String(cString: strerror(number))). What is there is cut short.",
        advice: "Make room, or write elsewhere. What else the command did stays done."
      )
    )
    return status == .done ? .failed : status
  }

  /// A line of words, on standard error; a line break in what a server or a file holds makes no line of ours.
  static func say(_ line: String) {
    say(lines: [line])
  }

  static func say(lines: [String]) {
    if !RunOptions.isQuiet { complain(lines: lines) }
  }

  /// Lines that are said to everybody: why a command failed.
  static func complain(lines: [String]) {
    complain(Data(lines.map { visible($0) + "\n" }.joined().utf8))
  }

  /// How wide the terminal of standard error is; 80 where it does not say.
  private static var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Puts a line on standard error in the place of the one that was put there before, without ending it.
  static func redraw(_ line: String) {
    guard !RunOptions.isQuiet else { return }
    // A line that wrapped around could not be taken back.
    let text = VisibleText(line).truncated(to: columns - 1).string
    complain(Data("\r\u{1B}[K\(text)".utf8))
  }

  static func write(_ json: OrderedJSON) {
    write(json.data + Data("\n".utf8))
  }

  /// Where standard error takes nothing, there is nobody left to tell.
  private static func complain(_ data: Data) {
    _ = fully(data, to: STDERR_FILENO)
  }

  /// Writes all of it; gives 0, or the system's number for why not.
  private static func fully(_ data: Data, to descriptor: Int32) -> Int32 {
    data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
          rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
          var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&wait, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
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
