import Foundation
import Glibc
import PolicyCore

/// Writes what a person exports.
enum ExportFile {
  /// Writes bytes to a file that is not there yet, readable by its owner only; `~/` is the home folder.
  ///
  /// An existing file is never overwritten: it may be the batch that somebody else has reviewed.
  static func write(_ data: Data, to path: String) throws(Problem) {
    let path = NSString(string: path).expandingTildeInPath
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw Problem(
        .storage,
        what: "\(path) cannot be written: \(reason).",
        advice: "Choose another name.",
        retry: .safe
      )
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: data)
    } catch {
      throw Problem(
        .storage,
        what: "\(path) could not be written whole.",
        advice: "Make room on the disk.",
        retry: .safe
      )
    }
  }
}
