import Glibc
import PolicyCore
import Synchronization

/// An advisory lock on a file: the kernel releases it when the process dies, so that none is ever left behind.
///
/// The file itself stays; taking it away would let two processes hold the lock on two files of one name.
final class FileLock: SubmissionLock {
  /// Nil once it was released.
  private let descriptor: Mutex<Int32?>

  /// Takes the lock, or gives nil at once where another process, or another part of this one, holds it.
  ///
  /// Whoever holds it has written the number of its process into the file.
  init?(_ path: String) throws(Problem) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Problem.cannotUse(file: path, because: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      close(descriptor)
      guard reason == EWOULDBLOCK else { throw Problem.cannotUse(file: path, because: reason) }
      return nil
    }
    let text = "\(getpid())\n"
    // For people and messages only: the lock holds without it.
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.utf8.count, 0) }
    self.descriptor = Mutex(descriptor)
  }

  deinit {
    release()
  }

  func release() {
    descriptor.withLock { descriptor in
      guard let open = descriptor else { return }
      // Unlocked outright too: a child between fork and exec may still share the open file.
      _ = flock(open, LOCK_UN)
      close(open)
      descriptor = nil
    }
  }

  /// The process that holds the lock of that file, as far as can be told.
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
