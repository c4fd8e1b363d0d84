import Foundation
package import MailLog
import PolicyCore
package import Values

extension CloudflareAPI: MessageService {
  package func messages(
    _ search: MessageSearch,
    after cursor: String?
  ) async throws(Problem) -> MessagePage {
    let diagnosis = diagnosis(.messages)
    var url = endpoint.messages(search, after: cursor)
    var patience = SearchPatience()
    while true {
      let asked = url
      let reply = try await retrying.run(onWait: onWait) { () async throws(ReadFailure) -> Reply in
        try await self.reply(at: asked, diagnosis)
      }
      switch reply {
      case .page(let page): return page
      case .later(let location, let retryAfter):
        guard let pause = patience.pause(retryAfter) else { throw diagnosis.unfinishedSearch }
        url = location
        do {
          try await retrying.sleep(.seconds(pause))
        } catch {
          throw Diagnosis.interrupted
        }
      }
    }
  }

  private enum Reply {
    case page(MessagePage)
    /// The search is not finished: ask there, after so many seconds where the server names some.
    case later(String, retryAfter: Double?)
  }

  private func reply(at url: String, _ diagnosis: Diagnosis) async throws(ReadFailure) -> Reply {
    try await keepPace()
    let answer = try await wholeAnswer(at: url, diagnosis)
    if answer.status == 202 {
      guard let location = answer.header("location").flatMap(endpoint.location) else {
        let reason = "it does not say where on this server the search can be asked for"
        throw ReadFailure(problem: diagnosis.unreadable(answer, because: reason), mayPass: false)
      }
      return .later(location, retryAfter: answer.retryAfter)
    }
    return .page(try page(in: answer, diagnosis))
  }

  private func page(in answer: HTTPAnswer, _ diagnosis: Diagnosis) throws(ReadFailure) -> MessagePage {
    let content: AnsweredMessages
    do {
      content = try AnsweredMessages(reading: answer)
    } catch {
      throw ReadFailure(problem: diagnosis.unreadable(answer, because: error.reason), mayPass: false)
    }
    guard content.success else { throw failure(answer, answer.frame(), diagnosis) }
    guard let messages = content.messages else {
      throw ReadFailure(problem: diagnosis.unreadable(answer, because: "it holds no messages"), mayPass: false)
    }
    return MessagePage(messages: messages, cursor: content.cursor, leftOut: content.leftOut)
  }

  /// Waits until a long reading may ask once more.
  private func keepPace() async throws(ReadFailure) {
    while true {
      let pause = exchange.pace.pause(at: retrying.now())
      guard pause > 0 else { return }
      do {
        try await retrying.sleep(.seconds(pause))
      } catch {
        throw ReadFailure(problem: Diagnosis.interrupted, mayPass: false)
      }
    }
  }
}

/// How long, and how often, a search is asked for that is not finished.
struct SearchPatience {
  private var polls = 0
  private var waited: Double = 0

  static let mostPolls = 200
  /// In seconds.
  static let longest: Double = 600

  /// The seconds to wait before the next question; nil where it has taken too long.
  mutating func pause(_ asked: Double?) -> Double? {
    // A server that names no time is asked soon at first, and more seldom then.
    let pause = max(asked ?? min(8, 0.5 * Double(1 << min(polls, 4))), 0.1)
    polls += 1
    waited += pause
    return polls <= Self.mostPolls && waited <= Self.longest ? pause : nil
  }
}

extension AnsweredMessages {
  /// Reads the body of an answer; throws where it is not what the API's description says.
  init(reading answer: HTTPAnswer) throws(UnreadableAnswer) {
    guard !answer.body.isEmpty else { throw UnreadableAnswer("its body is empty") }
    do {
      try self.init(answer.body)
    } catch {
      throw UnreadableAnswer("its body is no whole JSON: “\(answer.gist)”")
    }
    if let oddity { throw UnreadableAnswer("\(oddity) is not what the API's description says") }
  }
}

extension Diagnosis {
  fileprivate var unfinishedSearch: Problem {
    Problem(
      .badAnswer,
      what: "\(endpoint.authority) did not finish its search within \(Int(SearchPatience.longest) / 60) minutes.",
      advice: "Try again later; what was read before is kept.",
      retry: .safe
    )
  }
}
