import Policies
import PolicyCore
import Synchronization

/// The rows of a list as filters and orders see them: its columns, and its texts folded when somebody first asks.
final class SearchRows: Sendable {
  let list: PolicyList
  /// The fields that rows had before the draft, where they are other ones: words are looked for in both.
  private let former: [Int: PolicyFields]
  private let folded = Mutex<FoldedRows?>(nil)
  /// What patterns let in, by what was asked last.
  private let answers = Mutex<[ReachQuestion: ReachAnswer]>([:])
  private let indexed = Mutex<PolicySet?>(nil)
  /// An answer has a byte for each row.
  private static let mostAnswers = 32

  init(_ list: PolicyList, former: [Int: PolicyFields] = [:]) {
    self.list = list
    self.former = former
  }

  var columns: PolicyColumns { list.table.columns }

  /// Takes some 20 ms for 100,000 policies in a release build when it is first asked for.
  var texts: FoldedRows {
    folded.withLock { folded in
      if let folded { return folded }
      let made = FoldedRows(columns, former: former)
      folded = made
      return made
    }
  }

  /// Which rows let in what is named, worked out when it is first asked for.
  ///
  /// `policies` are those of the list, if they are indexed already. Throws if its task is cancelled.
  func answer(to question: ReachQuestion, with policies: PolicySet?) throws(CancellationError) -> ReachAnswer {
    if let known = answers.withLock({ $0[question] }) { return known }
    let answer = try index(policies).answer(to: question)
    answers.withLock { answers in
      if answers.count >= Self.mostAnswers { answers.removeAll() }
      answers[question] = answer
    }
    return answer
  }

  private func index(_ policies: PolicySet?) -> PolicySet {
    if let policies, policies.isOf(list) { return policies }
    return indexed.withLock { indexed in
      if let indexed { return indexed }
      let made = PolicySet(list)
      indexed = made
      return made
    }
  }
}
