using SealosIstio.Tests.Kubeconfig;

namespace SealosIstio.Tests.Rehearsal;

/// <summary>What the program says about input that it can't use. In each case nothing is written.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\n";
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, string> Files =>
        new()
        {
            { "prose", "just text\n", ":1:1: A Kubernetes object is a mapping" },
            { "not YAML", "a: [1,\nb: 2", ":2:1: This isn't YAML" },
            {
                "a bare word that YAML reads as false",
                Ingress + "metadata: {name: n}\nspec: {}\n",
                ":3:18: Ingress: metadata.name: The field isn't a string. Put the value in quotes."
            },
            { "empty file", "", ": no Ingress in it. Name a folder or file that has objects of kind Ingress" },
            {
                "wrong kind only",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: b}}",
                ": no Ingress in it."
            },
            {
                "no apiVersion",
                "kind: Ingress\nmetadata: {name: a, namespace: b}\n",
                ":1:1: Ingress b/a: apiVersion: "
            },
            { "no name", Ingress + "metadata: {namespace: b}\nspec: {}\n", ":3:11: Ingress: metadata.name: " },
            {
                "wrong type",
                Ingress + "metadata: {name: a, namespace: b}\nspec: {rules: [{host: [x]}]}\n",
                ":4:23: Ingress b/a: spec.rules[0].host: "
            },
            {
                "old version",
                "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: a, namespace: b}\nspec: {}\n",
                ":1:1: Ingress b/a: apiVersion: networking.k8s.io/v1beta1 isn't a version of Ingress that is known. Write it as networking.k8s.io/v1."
            },
            {
                "old group",
                "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a, namespace: b}\nspec: {}\n",
                ":1:1: Ingress b/a: apiVersion: extensions/v1beta1 is gone from Kubernetes"
            },
            {
                "same object twice",
                $"{Ingress}metadata: {{name: a, namespace: b}}\nspec: {{}}\n---\n{Ingress}metadata: {{name: a, namespace: b}}\nspec: {{}}\n",
                ":6:1: Ingress b/a: metadata.name: The same object is in "
            },
        };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_can_not_be_used_is_named_with_place_field_and_advice(
        string what,
        string content,
        string expected
    )
    {
        var file = folder.Write("in/bad.yaml", content);

        var run = await RunAsync(file);

        Assert.True(run.ExitCode == 1, what);
        Assert.Contains(file + expected, run.Errors);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Every_problem_of_a_folder_is_listed()
    {
        folder.Write("in/a.yaml", "just text\n");
        folder.Write("in/b/c.yml", Ingress + "metadata: {name: a, namespace: b}\nspec: {}\n---\nkind: Ingress\n");

        var run = await RunAsync(Path.Combine(folder.Path, "in"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("a.yaml:1:1: ", run.Errors);
        Assert.Contains("c.yml:6:1: Ingress: apiVersion: ", run.Errors);
    }

    [Fact]
    public async Task An_empty_folder_holds_no_Ingress()
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder.Path, "empty")).FullName;

        var run = await RunAsync(empty);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"{empty}: no Ingress in it.", run.Errors);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_named()
    {
        var run = await RunAsync(Path.Combine(folder.Path, "nowhere"));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(Path.Combine(folder.Path, "nowhere") + ": there is no such file or folder.", run.Errors);
    }

    [Fact]
    public async Task Values_of_a_broken_Secret_do_not_reach_the_error()
    {
        var file = folder.Write(
            "in/secret.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: b}\ndata: {key: [very-private]}\n"
        );

        var run = await RunAsync(file);

        Assert.Contains(":4:13: Secret b/s: data[key]: ", run.Errors);
        Assert.DoesNotContain("very-private", run.Errors);
    }

    private async Task<RehearsalProcess> RunAsync(string input)
    {
        string[] files = [Path.Combine(folder.Path, "out.yaml"), Path.Combine(folder.Path, "findings.json")];
        var run = await RehearsalProcess.RunAsync("--input", input, "--output", files[0], "--findings", files[1]);
        Assert.All(files, file => Assert.False(File.Exists(file), file));
        return run;
    }
}
