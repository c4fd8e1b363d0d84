import CNcurses
import Glibc

/// What ncurses sends, caught in memory and sent on in one piece without what changes no cell.
///
/// ncurses writes to the descriptor of a stream, and has no other way out. That of ``stream`` is a second one of the
/// terminal while modes are set, and a file in memory while frames are drawn.
///
/// For terminals of xterm's kind only: to others a sequence may mean something else.
final class FrameOutput {
  private let descriptor: Int32
  private let memory: Int32
  /// For `newterm`.
  let stream: UnsafeMutablePointer<FILE>
  private var filter = RenditionFilter()
  private var isCatching = false

  /// Gives nil where the system has no descriptor or no memory to give.
  init?() {
    descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    memory = cn_memory_file("postern-frame")
    guard descriptor >= 0, memory >= 0, let stream = fdopen(descriptor, "w") else {
      // of one that was not had this does nothing
      Glibc.close(descriptor)
      Glibc.close(memory)
      return nil
    }
    self.stream = stream
  }

  /// Gives both back, once ncurses writes no more; a frame holds people's addresses.
  func close() {
    fclose(stream)
    Glibc.close(memory)
  }

  /// From here on what ncurses writes is kept until ``send()``.
  func begin() {
    filter.forget()
    isCatching = dup2(memory, descriptor) >= 0
  }

  /// From here on ncurses has the terminal itself, as it believes it to be.
  func end() {
    guard isCatching else { return }
    send()
    isCatching = false
    Self.write(filter.settled())
    dup2(STDOUT_FILENO, descriptor)
  }

  /// Says that something else may have written to the terminal.
  func forget() { filter.forget() }

  /// Sends what ncurses has written since the last call.
  func send() {
    guard isCatching else { return }
    let count = Int(lseek(memory, 0, SEEK_CUR))
    guard count > 0 else { return }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, pread(memory, buffer.baseAddress, count, 0))
    }
    lseek(memory, 0, SEEK_SET)
    Self.write(filter.filter(bytes))
  }

  /// Writes all of it to the terminal, or as much as the terminal takes before it is gone.
  static func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes
      while let start = rest.baseAddress, rest.count > 0 {
        let count = Glibc.write(STDOUT_FILENO, start, rest.count)
        if count < 0 {
          switch errno {
          case EINTR: break
          // Another program on the same terminal has asked for writes that do not wait.
          case EAGAIN:
            var wait = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
            _ = poll(&wait, 1, -1)
          default: return
          }
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, count)))
      }
    }
  }
}
