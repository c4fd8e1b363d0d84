import CMalloc
import Policies
import PolicyCore
import PolicyUI
import Values

/// One at a time and only the newest: judging a long list anew for each key would never come to an end.
struct JudgeOrder: Sendable {
  let list: PolicyList?
  let draft: DraftSnapshot

  func run(_ workspace: Workspace, _ mailbox: Mailbox<AppAction>) async {
    do throws(Problem) {
      mailbox.post(.draft(.judged(try await workspace.findings(on: list, draft: draft))))
    } catch {
      mailbox.post(.draft(.failed(error)))
    }
    // Each thread's part of the heap keeps what a judgement of all rows needed for a moment.
    malloc_trim(0)
  }
}

/// One at a time and only the newest: the first one on a list goes through all policies.
struct AnswerOrder: Sendable {
  let question: WhatIfQuestion
  let findings: AccountFindings

  func run(_ mailbox: Mailbox<AppAction>) {
    guard let whatIf = findings.whatIf else { return }
    mailbox.post(.draft(.whatIfAnswered(question, whatIf.answer(to: question.message))))
  }
}
