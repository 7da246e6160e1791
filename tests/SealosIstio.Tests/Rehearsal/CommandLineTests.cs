using SealosIstio.Rehearsal;
using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Rehearsal;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("'--bogus' is no option", "--bogus")]
    [InlineData("'cluster' is no option", "cluster")]
    [InlineData("--input needs a value", "--input")]
    [InlineData("--input needs a value", "--input", "--output", "x.yaml")]
    [InlineData("--findings needs a value", "--findings=")]
    [InlineData("--input was given twice", "--input", "a", "--input=b")]
    [InlineData("--include-secret takes no value", "--include-secret=yes")]
    public async Task What_can_not_be_understood_ends_with_the_usage(string expected, params string[] arguments)
    {
        var run = await RehearsalProcess.RunAsync(arguments);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(expected, run.Errors);
        Assert.Contains("usage: dotnet run --project examples/Rehearsal", run.Errors);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var run = await RehearsalProcess.RunAsync("--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        foreach (var option in new[] { "input", "output", "findings", "public-domain", "include-secret", "help" })
            Assert.Contains($"  --{option}", run.Output);
    }

    [Fact]
    public void Public_domains_add_up()
    {
        var settings = CommandLine.Parse(["--public-domain", "a.test, b.test", "--public-domain=c.test"]);

        Assert.Equal(["a.test", "b.test", "c.test"], settings.PublicDomains);
    }

    [Fact]
    public async Task Files_that_can_not_be_written_are_found_before_the_work()
    {
        var input = folder.Write("in/a.yaml", "");
        var folderOfInput = Path.GetDirectoryName(input)!;

        await AssertRefusedAsync(folderOfInput, Path.Combine(folder.Path, "nowhere", "x"), "its folder doesn't exist");
        await AssertRefusedAsync(folderOfInput, folder.Path, "that is a folder");
        await AssertRefusedAsync(folderOfInput, Path.Combine(folderOfInput, "x.yaml"), "that is part of the input");
        await AssertRefusedAsync(input, input, "that is part of the input");
    }

    private static async Task AssertRefusedAsync(string input, string output, string problem)
    {
        var run = await RehearsalProcess.RunAsync("--input", input, "--output", output);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"--output {output}: {problem}", run.Errors);
    }
}
