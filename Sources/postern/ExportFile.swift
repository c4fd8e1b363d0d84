import Foundation
import Glibc
import Values

/// Writes what a person exports.
enum ExportFile {
  /// Writes bytes to a file that is not there yet, readable by its owner only; `~/` is the home folder.
  ///
  /// An existing file is never overwritten: it may be the batch that somebody else has reviewed. The bytes are written
  /// beside it and get its name when all of them are on the disk, so that no part of an export is taken for the whole.
  ///
  /// With `replacing`, a plain file that is there is replaced, whole or not at all; anything else is left as it is.
  static func write(_ data: Data, to path: String, replacing: Bool = false) throws(Problem) {
    let path = HomePath.expanded(path)
    let draft = "\(path).\(getpid()).part"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refused(path, errno) }
    defer { unlink(draft) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    do {
      try file.write(contentsOf: data)
      try file.synchronize()
      try file.close()
    } catch {
      throw Problem(
        .storage,
        what: "\(path) could not be written whole, so there is none.",
        advice: "Make room on the disk.",
        retry: .safe
      ).temporary
    }
    if replacing {
      var status = stat()
      guard lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else { throw refused(path, EEXIST) }
      guard rename(draft, path) == 0 else { throw refused(path, errno) }
      return
    }
    // Unlike a renaming, a link fails where something has the name by now. Some file systems know none.
    guard link(draft, path) != 0 else { return }
    let number = errno
    guard [EPERM, EOPNOTSUPP, ENOSYS].contains(number), access(path, F_OK) != 0, rename(draft, path) == 0 else {
      throw refused(path, number)
    }
  }

  private static func refused(_ path: String, _ number: Int32) -> Problem {
    Problem(
      .storage,
      what: "\(path) cannot be written: \(String(cString: strerror(number))).",
      advice: number == EEXIST
        ? "It is there already, and was left as it is. Choose another name." : "Choose another name.",
      retry: .safe
    )
  }
}
