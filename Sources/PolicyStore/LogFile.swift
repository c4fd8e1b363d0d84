import Foundation
import Glibc
import Synchronization

/// A file of lines that several processes append to, and that is put aside when it is full.
///
/// `NAME` is the newest, `NAME.1` and `NAME.2` came before it; older ones are gone. Each line is one write at the end of
/// the file, so that lines of different processes never mix. The file is put aside by whoever holds a lock on that very
/// file while it still has its name: two processes can neither do it twice nor move what the other has just begun. A
/// process that was about to write meanwhile adds its line to the file that was put aside.
package final class LogFile: Sendable {
  /// Why nothing can be written, in the system's words.
  package struct Failure: Error, Hashable {
    package let reason: String
  }

  /// How many bytes a file may have before it is put aside.
  package static let standardLimit = 1_000_000

  package let path: String
  private let limit: Int
  /// The open file; negative for none.
  private let descriptor = Mutex<Int32>(-1)

  package init(path: String, limit: Int = standardLimit) {
    self.path = path
    self.limit = limit
  }

  deinit {
    descriptor.withLock { if $0 >= 0 { close($0) } }
  }

  /// Appends a line that has its end; makes the file and its folder where they are missing, for their owner only.
  package func append(_ line: String) throws(Failure) {
    let bytes = Array(line.utf8)
    let result = descriptor.withLock { descriptor -> Result<Void, Failure> in
      Result { () throws(Failure) in
        try open(&descriptor)
        if putAside(descriptor, toAdd: bytes.count) { try open(&descriptor) }
        var count = write(descriptor, bytes, bytes.count)
        while count < 0, errno == EINTR { count = write(descriptor, bytes, bytes.count) }
        guard count == bytes.count else { throw Self.failure(count < 0 ? errno : ENOSPC) }
      }
    }
    try result.get()
  }

  /// Makes sure that what is open is the file that has the name now.
  private func open(_ descriptor: inout Int32) throws(Failure) {
    if descriptor >= 0 {
      if hasName(descriptor) { return }
      close(descriptor)
      descriptor = -1
    }
    // Not blocking: a named pipe of this name would wait for a reader.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    var opened = Glibc.open(path, flags, 0o600)
    if opened < 0, errno == ENOENT {
      let folder = (path as NSString).deletingLastPathComponent
      try? FileManager.default.createDirectory(
        atPath: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      opened = Glibc.open(path, flags, 0o600)
    }
    guard opened >= 0 else { throw Self.failure(errno) }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw Failure(reason: "it is not a regular file")
    }
    if status.st_mode & 0o777 != 0o600, fchmod(opened, 0o600) != 0 {
      defer { close(opened) }
      throw Self.failure(errno)
    }
    descriptor = opened
  }

  /// Gives the name to a new file if this one is full; false where it is not, or where another process is at it.
  private func putAside(_ descriptor: Int32, toAdd count: Int) -> Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0, Int(status.st_size) + count > limit,
      flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else { return false }
    // Closing the file, which comes next, lets go of the lock.
    guard hasName(descriptor) else { return true }
    rename("\(path).1", "\(path).2")
    guard rename(path, "\(path).1") == 0 else {
      flock(descriptor, LOCK_UN)
      return false
    }
    return true
  }

  private func hasName(_ descriptor: Int32) -> Bool {
    var named = stat()
    var opened = stat()
    return stat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
      && named.st_dev == opened.st_dev
  }

  private static func failure(_ code: Int32) -> Failure { Failure(reason: String(cString: strerror(code))) }
}
