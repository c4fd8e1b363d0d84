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
    let draft = try part(data, of: path)
    defer { unlink(draft) }
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

  /// Puts other bytes in the place of those of a file, whole or not at all.
  ///
  /// It keeps its mode, and a link goes on leading to it. Throws a ``Problem`` of kind `conflict` where the file no longer
  /// has the bytes `before`; one that is not there has none.
  static func replace(_ before: Data, with data: Data, in path: String) throws(Problem) {
    let path = URL(filePath: HomePath.expanded(path)).resolvingSymlinksInPath().path(percentEncoded: false)
    let draft = try part(data, of: path)
    defer { unlink(draft) }
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else { throw refused(path, EEXIST) }
      chmod(draft, status.st_mode & 0o777)
    }
    guard (FileManager.default.contents(atPath: path) ?? Data()) == before else {
      throw Problem(
        .conflict,
        what: "\(path) was changed by somebody else in this very moment; it was left as it is.",
        advice: "Do it again.",
        retry: .safe
      )
    }
    guard rename(draft, path) == 0 else { throw refused(path, errno) }
  }

  /// Writes the bytes beside the place that they are for, on the disk when it returns; gives the name that they have.
  private static func part(_ data: Data, of path: String) throws(Problem) -> String {
    let draft = "\(path).\(getpid()).part"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw refused(path, errno) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
    do {
      try file.write(contentsOf: data)
      try file.synchronize()
      try file.close()
      return draft
    } catch {
      unlink(draft)
      throw Problem(
        .storage,
        what: "\(path) could not be written whole, and was left as it was.",
        advice: "Make room on the disk.",
        retry: .safe
      ).temporary
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
