import Values
import Policies

/// What the contract forbids in one operation beside its fields, and in a batch as a whole.
extension Rule {
  static let maximumItems = 1000

  static let batchTooLarge = Rule(
    "batch-too-large",
    .error,
    holds: "one array of the batch has more than \(maximumItems) items",
    why: "The API takes no more. Submit a part first (marks on the screen, --only FILTER on the command line); two "
      + "batches are not atomic together.",
    source: .contract,
    check: .batch { scope in
      let operations = scope.plan.ordered
      return OperationKind.allCases.compactMap { kind in
        let count = operations.count { $0.kind == kind }
        guard count > maximumItems else { return nil }
        var places = OperationCounts()
        let first = operations.filter { operation in
          places[operation.kind] += 1
          return places[operation.kind] <= maximumItems
        }
        return BatchObservation(
          nil,
          Observation(
            "\(count) \(kind.arrayName) are queued; one batch takes \(maximumItems) of a kind.",
            fix: Fix(title: "submit \(first.count.counted("operation")) first", change: .submitFirst(first.map(\.id)))
          )
        )
      }
    }
  )

  static let batchContradiction = Rule(
    "batch-contradiction",
    .error,
    holds: "two operations are on one policy, or one is on a policy that no longer exists",
    why: "The outcome would depend on the order of the arrays, or the server would refuse the whole batch.",
    source: .contract,
    check: .batch { scope in
      var seen: Set<PolicyID> = []
      return scope.plan.ordered.compactMap { operation in
        guard seen.insert(operation.id).inserted else {
          return BatchObservation(
            operation,
            Observation("Another operation of the batch is on this policy.", fix: drop)
          )
        }
        guard let before = scope.before, operation.kind != .post, before.isGone(operation.id) else {
          return nil
        }
        return BatchObservation(operation, Observation("The policy no longer exists.", fix: drop))
      }
    }
  )

  static let notWritable = Rule(
    "not-writable",
    .error,
    holds: "the API demands something in the batch that the server did not tell",
    why: "The rest of the draft can be reviewed and submitted without it: mark the others, or drop it.",
    source: .contract,
    check: .batch { scope in
      guard let encoder = scope.encoder else { return [] }
      return scope.plan.ordered.compactMap { operation in
        encoder.refusal(of: operation).map { problem in
          BatchObservation(operation, Observation("\(problem.what) \(problem.advice)", fix: drop))
        }
      }
    }
  )

  static let patchEmpty = Rule(
    "patch-empty",
    .error,
    holds: "a patch changes nothing",
    why: "It only touches the policy's date of change; the draft drops such a patch by itself.",
    source: .contract,
    check: .change { operation in
      guard operation.kind == .patch, case .edit(let base, let edit) = operation.intent,
        edit.changes.changes(against: base.fields).isEmpty
      else { return nil }
      // The draft has none: only a file can, and may.
      return Observation("The patch changes nothing.", level: .notice, fix: drop)
    }
  )

  static let patternHandOver = Rule(
    "pattern-hand-over",
    .warning,
    on: [.pattern],
    holds: "an operation takes the pattern of a policy that only a later operation frees",
    why: "The arrays run in order, so for a moment two policies have one pattern, which the server may refuse.",
    source: .contract,
    check: .batch { scope in
      var freed: [PatternKey: Int] = [:]
      let moves = scope.plan.ordered.enumerated().map { place, operation in
        let move = PatternMove(operation)
        if let from = move.from, move.from != move.to { freed[from] = place }
        return (place, operation, move)
      }
      return moves.compactMap { place, operation, move in
        guard let to = move.to, to != move.from, let later = freed[to], later > place else { return nil }
        let other = scope.plan.ordered[later]
        return BatchObservation(
          operation,
          Observation("It takes the pattern of \(other.id), which a later operation frees.")
        )
      }
    }
  )

  static let recreated = Rule(
    "recreated",
    .warning,
    holds: "a new policy equals one that the same batch deletes",
    why: "It comes back under a new id and a new date, for nothing.",
    check: .batch { scope in
      var deleted: [PatternKey: [AllowPolicy]] = [:]
      for operation in scope.plan.ordered {
        if case .delete(let base, _) = operation.intent, let key = PatternMove(operation).from {
          deleted[key, default: []].append(base)
        }
      }
      guard !deleted.isEmpty else { return [] }
      return scope.plan.ordered.compactMap { operation in
        guard operation.kind == .post, let fields = operation.result, let key = PatternMove(operation).to,
          let same = deleted[key]?.first(where: { old in
            !old.fields.isUncertain
              && PolicyFlag.allCases.allSatisfy { old.fields.isOn($0) == fields.isOn($0) }
          })
        else { return nil }
        return BatchObservation(
          operation,
          Observation("It equals \(same.id), which the same batch deletes.", fix: drop)
        )
      }
    }
  )

  private static let drop = Fix(title: "take the operation out of the draft", change: .drop)
}

/// The pattern that an operation takes away from its policy, and the one that it gives.
struct PatternMove {
  let from: PatternKey?
  let to: PatternKey?

  init(_ operation: DraftOperation) {
    let (before, after) = (operation.base?.fields, operation.result)
    from = before.map { PatternKey($0, PatternReader.read($0)) }
    let isKept =
      before?[.pattern] == after?[.pattern] && before?.patternType == after?.patternType
      && before?.isRegex == after?.isRegex
    to = isKept ? from : after.map { PatternKey($0, PatternReader.read($0)) }
  }
}
