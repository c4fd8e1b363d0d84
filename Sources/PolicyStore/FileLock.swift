import Glibc
import Values

/// An advisory lock on a file, held for as long as the value lives.
///
/// The kernel releases it when the process dies, so that none is ever left behind. The file itself stays: taking it
/// away would let two processes hold the lock on two files of one name.
final class FileLock: Sendable {
  enum Mode: Sendable {
    /// Nobody else holds it in any mode.
    case exclusive
    /// Others may hold it shared.
    case shared
  }

  private let descriptor: Int32
  private let mode: Mode

  /// Takes the lock, or gives nil at once where another process, or another part of this one, is in the way.
  ///
  /// Whoever holds it exclusively has written the number of its process into the file.
  init?(_ path: String, _ mode: Mode = .exclusive) throws(Problem) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Problem.cannotUse(file: path, because: errno) }
    guard flock(descriptor, (mode == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
      let reason = errno
      close(descriptor)
      guard reason == EWOULDBLOCK else { throw Problem.cannotUse(file: path, because: reason) }
      return nil
    }
    self.descriptor = descriptor
    self.mode = mode
    if mode == .exclusive { sign("\(getpid())\n") }
  }

  deinit {
    // A later holder must not be taken for this one before it has signed.
    if mode == .exclusive { sign("") }
    // Unlocked outright too: a child between fork and exec may still share the open file.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// For people and messages only: the lock holds without it.
  private func sign(_ text: String) {
    if ftruncate(descriptor, 0) == 0, !text.isEmpty { _ = pwrite(descriptor, text, text.utf8.count, 0) }
  }

  /// Whether nobody holds the lock in any mode, as is so where there is no such file; none is made.
  static func isFree(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return true }
    // Closing it lets go of what was taken.
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  /// The process that holds that file exclusively, as far as can be told.
  static func holder(of path: String) -> Int32? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}
