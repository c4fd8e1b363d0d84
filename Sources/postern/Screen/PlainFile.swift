import Foundation
import Glibc
import Values

/// A file that a person names on the screen: `~/` is the home folder.
enum PlainFile {
  /// The bytes of a file; of a larger one than `most` one byte more than that, so that its reader can refuse it.
  ///
  /// Throws a ``Problem`` for what is no plain file: a device or a pipe may have no end, or never begin.
  static func read(_ path: String, atMost most: Int) throws(Problem) -> Data {
    let path = HomePath.expanded(path)
    // Without waiting: a pipe that nobody writes to would keep it for ever.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, String(cString: strerror(errno))) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw unreadable(path, String(cString: strerror(errno))) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw unreadable(path, "it is a folder")
    default: throw unreadable(path, "it is a device or a pipe, and no file")
    }
    do {
      var data = Data()
      while data.count <= most, let more = try file.read(upToCount: min(1 << 20, most + 1 - data.count)), !more.isEmpty
      {
        data += more
      }
      return data
    } catch {
      throw unreadable(path, "reading it failed")
    }
  }

  /// Whether anything has the name, be it a link that leads nowhere.
  static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(HomePath.expanded(path), &status) == 0
  }

  private static func unreadable(_ path: String, _ reason: String) -> Problem {
    Problem(
      .usage,
      what: "\(path) cannot be read: \(reason).",
      advice: "Check the name and who may read it.",
      retry: .safe
    )
  }
}
