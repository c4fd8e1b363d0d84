import Foundation
import Synchronization

/// A ``Link`` at work: whoever sends over it waits as long as the bytes would be under way.
final class Line: Sendable {
  private let link: Link
  private let pauses: Pauses
  private let toServer: Mutex<LineSchedule?>
  private let toClient: Mutex<LineSchedule?>

  init(_ link: Link, pauses: Pauses) {
    self.link = link
    self.pauses = pauses
    let schedule = link.bandwidth.map { LineSchedule(kilobits: $0, from: .now) }
    toServer = Mutex(schedule)
    toClient = Mutex(schedule)
  }

  /// Waits while a request would be on its way; the first of a connection comes after the connecting.
  func arrive(_ request: HTTPRequest, isFirst: Bool) async {
    if link.latency > .zero { await pauses.wait(link.latency * (isFirst ? 2 : 1)) }
    if !request.body.isEmpty { await pass(request.body.count, toServer) }
  }

  /// Hands over the bytes of an answer in portions, each when it would be through.
  func send(_ bytes: Data, write: (Data) async throws -> Void) async throws {
    guard let portion = toClient.withLock({ $0?.portion }) else { return try await write(bytes) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let next = rest.prefix(portion)
      await pass(next.count, toClient)
      try await write(Data(next))
      rest = rest.dropFirst(portion)
    }
  }

  /// Whether answers are packed for clients that can unpack them: on loopback it would cost more than it saves.
  var packs: Bool { link.bandwidth != nil }

  private func pass(_ bytes: Int, _ direction: borrowing Mutex<LineSchedule?>) async {
    let now = ContinuousClock.now
    guard let time = direction.withLock({ $0?.pass(bytes, at: now) }), time > now else { return }
    await pauses.wait(time - now)
  }
}
