import Policies
import PolicyCore
import Synchronization

extension Benchmark {
  /// What the rules say.
  static let judging = [
    Benchmark("judge/lint", "every finding on every policy, with its sentence") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      return Work {
        let findings = try await fixture.workspace.judge(of: fixture.list).findings()
        try Unexpected.unless(!findings.isEmpty || count < 100, "nothing was found")
      }
    },
    Benchmark("judge/lint-expressions", "the same, one in ten being an expression of a usual form") { count in
      let table = try MadeAccount(.manyExpressions, policies: count).table()
      return Work {
        // A workspace of its own each time; what is known of an expression stays known in a process.
        let fixture = try await Fixture(table)
        let findings = try await fixture.workspace.judge(of: fixture.list).findings()
        try Unexpected.unless(!findings.isEmpty || count < 100, "nothing was found")
      }
    },
    Benchmark("judge/expression", "a new expression judged as a form asks for each key, with its neighbours") { count in
      let fixture = try await Fixture(.manyExpressions, policies: count)
      let findings = try await fixture.workspace.findings(on: fixture.list, draft: DraftSnapshot())
      let typed = Mutex(0)
      return Work(times: 100) {
        for row in 0..<100 {
          // Nobody has had it before, so nothing is known of it.
          let number = typed.withLock { value in
            value += 1
            return value
          }
          let set = PolicyFields(pattern: #"^.*@([a-z0-9-]+\.)*new\#(number)\.vendor\#(row)\.example$"#, isRegex: true)
          let base = fixture.list[min(count - 1, row * 10 + 9)]
          let operation = DraftOperation(intent: .edit(base: base, PolicyEdit(changes: set)), position: 0)
          _ = findings.judging(operation)
          _ = findings.scope(of: operation.result ?? set, besides: base.id)
        }
      }
    },
    Benchmark("judge/list", "a list judged for the screen: of each row which rules hold") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let revision = Mutex(1000)
      return Work {
        // A list that was judged already is not judged again.
        let next = revision.withLock { value in
          value += 1
          return value
        }
        let list = PolicyList(fixture.list.table, revision: next)
        let findings = try await fixture.workspace.findings(on: list, draft: DraftSnapshot())
        try Unexpected.unless(findings.listRevision == next, "another list was judged")
      }
    },
    Benchmark("judge/change", "one change judged before it is queued, with its neighbours") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let findings = try await fixture.workspace.findings(on: fixture.list, draft: DraftSnapshot())
      let changes = stride(from: 0, to: count, by: max(1, count / 200)).map { row in
        let set = PolicyFields(isTrustedSender: true, verifySender: false)
        return DraftOperation(intent: .edit(base: fixture.list[row], PolicyEdit(changes: set)), position: 0)
      }
      return Work(times: changes.count) {
        for change in changes { _ = findings.judging(change) }
      }
    },
    Benchmark("judge/draft", "a draft of one change laid over the judged list, as after a key") { count in
      let fixture = try await Fixture(.mixed, policies: count)
      let empty = DraftSnapshot()
      _ = try await fixture.workspace.findings(on: fixture.list, draft: empty)
      let edit = DraftEdit.FieldEdit(policy: fixture.list[count / 2], set: PolicyFields(verifySender: false))
      let draft = try await fixture.workspace.perform(.edit([edit])).snapshot
      return Work {
        let findings = try await fixture.workspace.findings(on: fixture.list, draft: draft)
        try Unexpected.unless(findings.draftRevision == draft.revision, "another draft was judged")
      }
    },
  ]
}
