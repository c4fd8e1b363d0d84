import Foundation
import Glibc
import Synchronization

/// A way to the sandbox on which a batch can be held until its sender is dead: what a slow network does.
final class Detour: Sendable {
  /// What becomes of a batch.
  enum Fate: Sendable {
    case passed
    /// It is held while its sender lives, and arrives afterwards.
    case delivered
    /// It is held while its sender lives, and never arrives.
    case lost
  }

  private struct State {
    var fate = Fate.passed
    var held = 0
    var underWay = 0
  }

  let port: Int
  private let target: Int
  private let listener: Int32
  private let state = Mutex(State())

  /// Listens on a port of 127.0.0.1 until ``close()``, and leads to the target port.
  init(to target: Int) throws {
    self.target = target
    (listener, port) = try Self.listen()
    Thread.detachNewThread { [self] in accept() }
  }

  private static func listen() throws -> (listener: Int32, port: Int) {
    let listener = socket(AF_INET, stream, 0)
    var address = address(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && Glibc.listen(listener, 64) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return (listener, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// What becomes of batches from now on; those that are held keep the fate that they had.
  func set(_ fate: Fate) { state.withLock { $0.fate = fate } }

  /// How many batches have been held so far.
  var held: Int { state.withLock(\.held) }

  /// Whether nothing that was held is still on its way.
  var isQuiet: Bool { state.withLock { $0.underWay == 0 } }

  func close() { shutdown(listener, Int32(SHUT_RDWR)) }

  // MARK: - Connections

  private static let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)

  private static func address(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private func accept() {
    while true {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0 else { break }
      _ = fcntl(client, F_SETFD, FD_CLOEXEC)
      Thread.detachNewThread { [self] in serve(client) }
    }
    Glibc.close(listener)
  }

  private func serve(_ client: Int32) {
    let server = socket(AF_INET, Self.stream, 0)
    var address = Self.address(target)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    let back = DispatchSemaphore(value: 0)
    if isConnected {
      Thread.detachNewThread {
        while let bytes = Self.receive(server), Self.send(bytes, to: client) {}
        shutdown(client, Int32(SHUT_RDWR))
        back.signal()
      }
      forward(client, to: server)
      shutdown(server, Int32(SHUT_RDWR))
      back.wait()
    }
    Glibc.close(client)
    Glibc.close(server)
  }

  private func forward(_ client: Int32, to server: Int32) {
    while let bytes = Self.receive(client) {
      let fate = bytes.starts(with: Array("POST ".utf8)) ? state.withLock(\.fate) : .passed
      guard fate != .passed else {
        guard Self.send(bytes, to: server) else { return }
        continue
      }
      state.withLock { ($0.held, $0.underWay) = ($0.held + 1, $0.underWay + 1) }
      defer { state.withLock { $0.underWay -= 1 } }
      var batch = bytes
      while let more = Self.receive(client) { batch += more }
      guard fate == .delivered, Self.send(batch, to: server) else { return }
      // Whoever hangs up at once might not be heard out: the answer is waited for, though nobody takes it.
      var answer = pollfd(fd: server, events: Int16(POLLIN), revents: 0)
      poll(&answer, 1, 5000)
      return
    }
  }

  private static func receive(_ socket: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }

  private static func send(_ bytes: [UInt8], to socket: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
