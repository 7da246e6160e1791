using System.Diagnostics;
using SealosIstio.Migration.Platform;

namespace SealosIstio.Tests.Platform;

/// <summary>How programs are run: arguments, input, output, failure, timeout, cancellation. With scripts, so on Unix only.</summary>
public sealed class ToolRunTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Arguments_input_and_environment_arrive_as_they_are()
    {
        using var tool = new FakeTool("istioctl", "cat > input; echo one; echo two >&2; printf '\\033[31mred\\n'");
        string[] arguments = ["install", "a b", "$(touch broken)", "'; rm x", "*", ""];
        var lines = new List<ToolOutput>();

        await ToolRun.RunAsync(
            new ToolCommand(tool.Program, arguments)
            {
                Input = "kind: IstioOperator\n",
                Environment = new Dictionary<string, string> { ["KUBECONFIG"] = "/some/where" },
            },
            Long,
            lines.Add
        );

        Assert.Equal(arguments, tool.Arguments);
        Assert.Equal("kind: IstioOperator", tool.Read("input"));
        Assert.Equal("/some/where", tool.Read("kubeconfig"));
        Assert.Contains(new ToolOutput("istioctl", false, "one"), lines);
        Assert.Contains(new ToolOutput("istioctl", true, "two"), lines);
        Assert.Contains(lines, line => line.Text == "[31mred");
    }

    [Fact]
    public async Task A_failure_says_the_code_and_what_the_program_said()
    {
        using var tool = new FakeTool("helm", "echo 'Error: chart not found' >&2; exit 3");

        var error = await Assert.ThrowsAsync<ToolException>(() =>
            ToolRun.RunAsync(new ToolCommand(tool.Program, ["upgrade"]) { Input = new string('x', 1_000_000) }, Long)
        );

        Assert.Equal((ToolFailure.Failed, "helm"), (error.Failure, error.Tool));
        Assert.Equal("'helm upgrade' ended with exit code 3: Error: chart not found", error.Message);
    }

    [Fact]
    public async Task When_time_is_up_the_program_and_its_children_are_killed()
    {
        using var tool = new FakeTool("istioctl", "sleep 60 & echo $! > child; wait");
        var clock = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<TimeoutException>(() =>
            ToolRun.RunAsync(new ToolCommand(tool.Program, ["install"]), TimeSpan.FromSeconds(2))
        );

        Assert.Contains("'istioctl install' didn't end within 2 s", error.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
        await AssertGoneAsync(int.Parse(tool.Read("child"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Cancelling_kills_it_at_once()
    {
        using var tool = new FakeTool("istioctl", "sleep 60 & echo $! > child; echo started; wait");
        using var stop = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ToolRun.RunAsync(new ToolCommand(tool.Program, []), Long, _ => stop.Cancel(), stop.Token)
        );

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(15), clock.Elapsed.ToString());
        await AssertGoneAsync(int.Parse(tool.Read("child"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_program_that_is_not_there_is_named_with_its_source()
    {
        var error = Assert.Throws<ToolException>(() =>
            ToolFinder.Require("nosuch-istioctl", InstallCommands.SourceOf(InstallMethod.Istioctl))
        );

        Assert.Equal(ToolFailure.NotFound, error.Failure);
        Assert.Contains("'nosuch-istioctl' in PATH", error.Message, StringComparison.Ordinal);
        Assert.Contains("https://github.com/istio/istio/releases", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_may_not_be_run_is_no_program()
    {
        using var tool = new FakeTool("istioctl", "");
        Assert.Equal(tool.Program, ToolFinder.Find(tool.Program));

        tool.Allow(UnixFileMode.UserRead);

        Assert.Null(ToolFinder.Find(tool.Program));
        Assert.NotNull(ToolFinder.Find("sh"));
    }

    [Fact]
    public async Task Something_that_is_no_program_at_all_is_said_so()
    {
        using var tool = new FakeTool("istioctl", "");
        await File.WriteAllBytesAsync(tool.Program, [0x7f, 0x45, 0x4c, 0x46, 0, 0]);

        var error = await Assert.ThrowsAsync<ToolException>(() =>
            ToolRun.RunAsync(new ToolCommand(tool.Program, []), Long)
        );

        Assert.Equal(ToolFailure.NotFound, error.Failure);
    }

    [Theory]
    [InlineData("echo '{\"clientVersion\":{\"version\":\"1.20.2\",\"revision\":\"x\"}}'", "1.20.2", null)]
    [InlineData("echo '{\"clientVersion\":{\"version\":\"1.24.2\"}}'", "1.20.2", ToolFailure.WrongVersion)]
    [InlineData("echo no json", "1.20.2", ToolFailure.Failed)]
    [InlineData("exit 1", "1.20.2", ToolFailure.Failed)]
    public async Task An_istioctl_of_another_release_is_refused(string script, string version, ToolFailure? failure)
    {
        using var tool = new FakeTool("istioctl", script);

        var error = await Record.ExceptionAsync(() => IstioVersion.RequireClientAsync(tool.Program, version));

        Assert.Equal(failure, (error as ToolException)?.Failure);
        Assert.Equal(["version", "--remote=false", "-o", "json"], tool.Arguments);
    }

    [Fact]
    public void A_call_is_shown_as_somebody_would_type_it() =>
        Assert.Equal(
            "helm upgrade --install 'a b' 'it'\\''s' ''",
            new ToolCommand("/opt/bin/helm", ["upgrade", "--install", "a b", "it's", ""]).ToString()
        );

    private static async Task AssertGoneAsync(int id)
    {
        for (var i = 0; i < 100; i++)
        {
            // A killed process that nobody has waited for yet is a zombie: gone but for its entry.
            if (
                !File.Exists($"/proc/{id}/stat")
                || (await File.ReadAllTextAsync($"/proc/{id}/stat")).Contains(") Z", StringComparison.Ordinal)
            )
                return;
            await Task.Delay(50);
        }
        Assert.Fail($"Process {id} still runs.");
    }
}
