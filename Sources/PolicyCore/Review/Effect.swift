import Policies

/// What an operation does to what gets through, whichever fields it changes.
package enum Effect: String, CaseIterable, Hashable, Sendable, Codable {
  /// Some message gets more than before, and none gets less.
  case widens
  /// Some message may get less than before, and none gets more.
  case narrows
  case neutral
  /// Some message gets more and some gets less; confirmed as widening.
  case both
  /// It cannot be said; confirmed as a danger.
  case unclear
}

extension JudgedEffect {
  /// What an operation does by itself, where the other policies are not known.
  package static func of(_ operation: DraftOperation, first: ServerReading = .widest) -> JudgedEffect {
    EffectJudge(of: [operation], among: nil, first: first).judge(operation)
  }
}
