import ArgumentParser
import CMalloc
import Foundation
import Values

/// The way in.
///
/// Synchronous on purpose: the screen's loop polls on this very thread, and signals must be blocked before any other
/// thread exists.
@main
enum Main {
  static func main() {
    // Arrays of a hundred thousand rows are given back when they are done with; left to itself, the C library keeps
    // more of them the larger they were. A frame is smaller, and made anew at each key.
    mallopt(M_MMAP_THRESHOLD, 384 << 10)
    if let start = QuickStart(Array(CommandLine.arguments.dropFirst())) { exit(start.run()) }
    let arguments = CommandLineOrder.arranged(Array(CommandLine.arguments.dropFirst()))
    ErrorReport.prepare(for: arguments)
    do {
      let command = try Postern.parseAsRoot(arguments)
      Log.prepare(command: Postern.words(of: type(of: command)), mayComplain: command is any WorkCommand)
      switch command {
      case let command as any ScreenCommand: exit(run(command))
      case let command as any WorkCommand:
        keepMemory()
        work(command)
      case var command:
        try command.run()
        exit(Output.finish(.done).rawValue)
      }
    } catch {
      let status = ExitStatus(ofParser: Postern.exitCode(for: error))
      let hint = status == .usage ? StrayOption.hint(in: arguments, for: error) : nil
      if status == .usage, ErrorReport.isJSON {
        ErrorReport.print(Problem(.usage, what: Postern.message(for: error), advice: hint ?? ""))
        exit(Output.finish(status).rawValue)
      }
      let text = [hint, Postern.fullMessage(for: error)].compactMap(\.self).joined(separator: "\n")
      if !text.isEmpty {
        // Help and completion scripts are our own words; a complaint repeats what was typed.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if status == .done { Output.write(text + "\n") } else { Output.complain(lines: lines) }
      }
      exit(Output.finish(status).rawValue)
    }
  }

  /// Lets the allocator keep what it has, for a few megabytes more.
  ///
  /// A command that ends soon would otherwise spend a fifth of its time on asking the system for pages that it has just
  /// given back.
  private static func keepMemory() {
    mallopt(M_MMAP_THRESHOLD, 4 << 20)
    mallopt(M_TRIM_THRESHOLD, 16 << 20)
    mallopt(M_TOP_PAD, 4 << 20)
  }

  private static func run(_ command: any ScreenCommand) -> Int32 {
    ExitStatus.reporting { () throws(Problem) in try command.runScreen() }.rawValue
  }

  /// Runs a command off this thread, which waits for it.
  private static func work(_ command: any WorkCommand) -> Never {
    let task = Task.detached {
      let status: ExitStatus
      do throws(Problem) {
        status = try await command.work()
      } catch {
        ErrorReport.print(error)
        status = ExitStatus(of: error)
      }
      // What was asked to stop says so, even if it had just come to its end.
      let ending = Output.finish(status)
      // That nobody knows what became of a batch is more than that somebody stopped it.
      guard let signal = Interruption.signal, ending != .outcomeUnknown else { exit(ending.rawValue) }
      exit(ExitStatus(signal: signal).rawValue)
    }
    withExtendedLifetime(Interruption.watch { task.cancel() }) { dispatchMain() }
  }
}

/// A command that takes the whole terminal, on the main thread.
protocol ScreenCommand: ParsableCommand {
  func runScreen() throws(Problem) -> ExitStatus
}

/// A command that does its work and prints what came of it.
protocol WorkCommand: ParsableCommand, Sendable {
  func work() async throws(Problem) -> ExitStatus
}
