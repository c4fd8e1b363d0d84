import Foundation
import Glibc
import Values

/// Reads a token from a file, if nobody but the user could have read it before.
enum TokenFile {
  /// More than any token; what is bigger is some other file.
  private static let limit = 16 * 1024

  /// The first line of a file that is regular, the user's own, and closed to group and others.
  ///
  /// What is checked is what was opened, so that the file cannot be exchanged in between.
  static func firstLine(of path: String) throws(Problem) -> String {
    // Not blocking: opening a named pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw problem("The token file \(path) cannot be opened: \(reason(errno)).", "Check token_file and the path.")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw problem("The token file \(path) is not a regular file.", "Name a file that holds the token.")
    }
    guard status.st_uid == geteuid() else {
      throw problem("The token file \(path) belongs to somebody else.", "Make it your own: chown.")
    }
    guard status.st_mode & 0o077 == 0 else {
      let mode = String(status.st_mode & 0o777, radix: 8)
      throw problem(
        "The token file \(path) has mode \(mode), so that others may use it.",
        "Run chmod 600 on it, and replace the token if others could read it."
      )
    }
    guard status.st_size <= limit else {
      throw problem("The token file \(path) is too big to hold only a token.", "Put the token into a file of its own.")
    }
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = read(descriptor, &bytes, limit)
    guard count >= 0 else {
      throw problem("The token file \(path) cannot be read: \(reason(errno)).", "Check the file.")
    }
    return String(decoding: bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  private static func problem(_ what: String, _ advice: String) -> Problem {
    Problem(.unauthorized, what: what, advice: advice)
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
