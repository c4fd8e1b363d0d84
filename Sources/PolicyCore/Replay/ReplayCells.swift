/// What is let through in each of some cases, side by side: a bit for each reading and each way in which mail may pass
/// authentication.
///
/// A case says what `Outcomes` asks one after the other. The widest of several grants is then the union of their bits,
/// whatever the case, so that a message costs some machine words.
struct ReplayCells: Hashable, Sendable {
  /// Where at least Spam, Spoof and Bulk are bypassed.
  private(set) var some: UInt64 = 0
  /// Where every detection is.
  private(set) var all: UInt64 = 0

  /// The readings, and how often they stand side by side.
  private static let readings = UInt64(ReadingSet.readings.count)
  static let everyReading = UInt64(1) << readings - 1

  /// The cases that a message may be: mail that passes authentication, and mail that does not, to whose exempt
  /// recipients verification applies or does not.
  static func mask(passes: Bool?) -> UInt64 {
    let passing = everyReading
    let failing = everyReading << readings | everyReading << (2 * readings)
    return switch passes {
    case true?: passing
    case false?: failing
    case nil: passing | failing
    }
  }

  /// The cases in which a policy counts that matches by a text of a kind in some readings.
  static func cases(_ readings: UInt64, _ kind: MatchedText.Kind, isVerified: Bool) -> UInt64 {
    var cases = readings
    if !isVerified { cases |= readings << self.readings }
    if !isVerified || kind == .recipient { cases |= readings << (2 * self.readings) }
    return cases
  }

  mutating func add(_ level: Bypass, in cases: UInt64) {
    switch level {
    case .none: break
    case .spamSpoofBulk: some |= cases
    case .all:
      some |= cases
      all |= cases
    }
  }

  mutating func formUnion(_ other: ReplayCells) {
    some |= other.some
    all |= other.all
  }

  /// The cases in which more is let through here than there.
  func exceeds(_ other: ReplayCells) -> UInt64 { some & ~other.some | all & ~other.all }
}

/// The least and the most that policies let through, as far as it makes a difference to a draft.
struct ReplayRange: Hashable, Sendable {
  var least = ReplayCells()
  var most = ReplayCells()

  mutating func formUnion(_ other: ReplayRange) {
    least.formUnion(other.least)
    most.formUnion(other.most)
  }
}

/// Both, before a draft and after it.
struct ReplaySides: Hashable, Sendable {
  var before = ReplayRange()
  var after = ReplayRange()

  mutating func formUnion(_ other: ReplaySides) {
    before.formUnion(other.before)
    after.formUnion(other.after)
  }

  /// What the draft does for a message of which these are all texts, over the cases that it may be.
  func change(in mask: UInt64) -> BypassChange {
    var (more, less, same) = (false, false, false)
    for old in [before.least, before.most] {
      for new in [after.least, after.most] {
        let (above, below) = (new.exceeds(old) & mask, old.exceeds(new) & mask)
        more = more || above != 0
        less = less || below != 0
        same = same || (above | below) != mask
      }
    }
    return switch (more, less, same) {
    case (true, false, false): .more
    case (false, true, false): .less
    case (false, false, _): .same
    default: .undecided
    }
  }
}
