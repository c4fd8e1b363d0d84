import Policies

extension AnsweredPolicies {
  /// Reads the body of an answer; throws where it is not what the API's description says.
  init(_ answer: HTTPAnswer) throws(UnreadableAnswer) {
    guard !answer.body.isEmpty else { throw UnreadableAnswer("its body is empty") }
    do throws(NoJSON) {
      try self.init(answer.body)
    } catch {
      throw UnreadableAnswer("its body is no whole JSON: “\(answer.gist)”")
    }
    if let oddity { throw UnreadableAnswer("\(oddity) is not what the API's description says") }
  }
}
