import ArgumentParser

/// The root of the command line.
struct Postern: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "postern",
    abstract: "Browse, edit and submit Cloudflare Email Security allow policies.",
    discussion: """
      Without a sub-command it opens the screen on the configured account. Edits are queued in a draft, which the \
      screen and the commands share; nothing reaches the server before `submit`.

      The account comes from CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN, or from a named account of the \
      configuration file. --account, --draft, --config, --timeout and --quiet may stand before the command's name too. \
      `postern help status` says what each exit status means, `postern help filter` what filters are.

      EXAMPLES
        postern
        postern list --filter 'trusted:yes verify:no'
      """,
    version: BuildInfo.text,
    subcommands: [
      BrowseCommand.self, DemoCommand.self, ListCommand.self, ShowCommand.self, NewCommand.self, EditCommand.self,
      DeleteCommand.self, DraftCommand.self, ImportCommand.self, ExportCommand.self, PlanCommand.self,
      ApplyCommand.self, ReviewCommand.self, WhatIfCommand.self, MailCommand.self, ReplayCommand.self,
      ReportCommand.self, GuardsCommand.self, LintCommand.self, FixCommand.self,
      SilenceCommand.self,
      SubmitCommand.self, HistoryCommand.self,
      AccountsCommand.self, ThemesCommand.self, KeysCommand.self, DoctorCommand.self,
      SandboxCommand.self,
    ],
    defaultSubcommand: BrowseCommand.self
  )

  /// The words by which a person calls this command, such as `draft show`; none for a command that is not ours.
  static func words(of command: any ParsableCommand.Type) -> [String] {
    path(to: command, below: Postern.self) ?? []
  }

  private static func path(to command: any ParsableCommand.Type, below parent: any ParsableCommand.Type) -> [String]? {
    if command == parent { return [] }
    return parent.configuration.subcommands.lazy
      .compactMap { child in path(to: command, below: child).map { [child._commandName] + $0 } }.first
  }
}
