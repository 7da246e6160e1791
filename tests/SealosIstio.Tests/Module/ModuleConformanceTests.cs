using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;

namespace SealosIstio.Tests.Module;

/// <summary>What PowerShell's guidelines ask of every cmdlet, told from metadata alone.</summary>
public sealed class ModuleConformanceTests
{
    // Verbs after which nothing but the session has changed.
    private static readonly HashSet<string> ReadingVerbs =
    [
        "Compare",
        "Connect",
        "Convert",
        "ConvertFrom",
        "ConvertTo",
        "Disconnect",
        "Find",
        "Format",
        "Get",
        "Import",
        "Measure",
        "Show",
        "Test",
        "Wait",
        "Watch",
    ];

    private static readonly HashSet<string> ParametersOfEveryCmdlet = ["Connection"];

    public static TheoryData<string> Cmdlets => new(CmdletMetadata.All.Select(cmdlet => cmdlet.Name));

    [Fact]
    public void Exports_are_the_cmdlet_classes() =>
        Assert.Equal(
            CmdletMetadata.All.Select(cmdlet => cmdlet.Name),
            ModuleManifest.Values("CmdletsToExport").Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Nothing_else_is_exported()
    {
        Assert.Empty(ModuleManifest.Values("FunctionsToExport"));
        Assert.Empty(ModuleManifest.Values("AliasesToExport"));
        Assert.Empty(ModuleManifest.Values("VariablesToExport"));
    }

    [Fact]
    public void Version_is_that_of_the_build()
    {
        var build = XDocument.Load(RepositoryRoot.File("Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.Equal(build, ModuleManifest.Value("ModuleVersion"));
    }

    [Fact]
    public void Manifest_asks_for_the_PowerShell_that_the_libraries_target()
    {
        Assert.Equal("7.4", ModuleManifest.Value("PowerShellVersion"));
        Assert.Equal(["Core"], ModuleManifest.Values("CompatiblePSEditions"));
        Assert.Equal("module/bin/SealosIstio.dll", ModuleManifest.Value("RootModule"));
        Assert.All(
            ModuleManifest.Values("TypesToProcess").Concat(ModuleManifest.Values("FormatsToProcess")),
            file => Assert.True(File.Exists(RepositoryRoot.File(file)), file)
        );
    }

    [Fact]
    public void Nothing_but_our_own_assemblies_lies_where_PowerShell_loads_from()
    {
        string[] FilesIn(string folder) =>
            [
                .. Directory
                    .GetFiles(RepositoryRoot.File(folder))
                    .Select(file => Path.GetFileName(file))
                    .Order(StringComparer.Ordinal),
            ];

        Assert.Equal(
            ["SealosIstio.Kubernetes.dll", "SealosIstio.Migration.dll", "SealosIstio.dll"],
            FilesIn("module/bin")
        );
        Assert.Equal(["SealosIstio.Yaml.dll", "YamlDotNet.dll"], FilesIn("module/bin/lib"));
    }

    [Fact]
    public void No_assembly_that_PowerShell_loads_refers_to_YamlDotNet()
    {
        foreach (var file in Directory.GetFiles(RepositoryRoot.File("module/bin"), "*.dll"))
        {
            using var stream = File.OpenRead(file);
            using var image = new System.Reflection.PortableExecutable.PEReader(stream);
            var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image);
            var references = metadata.AssemblyReferences.Select(handle =>
                metadata.GetString(metadata.GetAssemblyReference(handle).Name)
            );

            Assert.DoesNotContain("YamlDotNet", references);
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Verb_is_approved(string name) => Assert.Contains(Cmdlet(name).Verb, ApprovedVerbs());

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Class_lies_where_a_reader_looks_for_it(string name)
    {
        var cmdlet = Cmdlet(name);

        Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.Type.Name);
        Assert.True(cmdlet.Type.IsSealed);
        Assert.True(File.Exists(RepositoryRoot.File($"src/SealosIstio/Commands/{cmdlet.Type.Name}.cs")));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Noun_is_singular(string name) => Assert.Matches("(ss|us|[^s])$", Cmdlet(name).Noun);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Changing_cmdlets_ask_ShouldProcess_and_others_do_not(string name)
    {
        var cmdlet = Cmdlet(name);

        Assert.Equal(!ReadingVerbs.Contains(cmdlet.Verb), cmdlet.SupportsShouldProcess);
        Assert.Equal(
            cmdlet.Verb is "Remove" or "Undo" or "Uninstall" or "Clear" or "Invoke" or "Move" or "Restore",
            cmdlet.IsHighImpact
        );
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Output_types_are_declared(string name) => Assert.NotEmpty(Cmdlet(name).OutputTypes);

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void One_parameter_per_set_takes_the_pipeline_by_value(string name)
    {
        var cmdlet = Cmdlet(name);

        Assert.All(
            cmdlet.ParameterSets,
            set => Assert.True(cmdlet.Parameters.Count(parameter => parameter.PlaceIn(set)?.ByValue == true) <= 1, set)
        );
        Assert.Contains(cmdlet.DefaultParameterSet, cmdlet.ParameterSets);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_parameter_is_explained(string name) =>
        Assert.All(
            Cmdlet(name).Parameters,
            parameter => Assert.True(XmlSummaries.Of(parameter.Property).Length > 10, parameter.Name)
        );

    [Fact]
    public void A_parameter_of_the_same_name_has_the_same_kind_of_type()
    {
        var groups = CmdletMetadata
            .All.SelectMany(cmdlet => cmdlet.Parameters)
            .Where(parameter => !ParametersOfEveryCmdlet.Contains(parameter.Name))
            .GroupBy(parameter => parameter.Name);

        Assert.All(groups, group => Assert.Single(group.Select(KindOfType).Distinct()));
    }

    // The words of a Mode differ from cmdlet to cmdlet; that it is one of some words doesn't.
    private static string KindOfType(CmdletParameter parameter) =>
        parameter is { Name: "Mode", Property.PropertyType.IsEnum: true }
            ? nameof(Enum)
            : parameter.TypeName.TrimEnd('[', ']');

    [Fact]
    public void Every_type_of_ours_that_a_cmdlet_writes_has_a_view()
    {
        var viewed = XDocument
            .Load(RepositoryRoot.File("module/SealosIstio.Format.ps1xml"))
            .Descendants("TypeName")
            .Select(name => name.Value)
            .ToHashSet();
        var written = CmdletMetadata
            .All.SelectMany(cmdlet => cmdlet.OutputTypes)
            .Where(type => type.Assembly.GetName().Name!.StartsWith("SealosIstio", StringComparison.Ordinal));

        Assert.All(
            written,
            type => Assert.True(Hierarchy(type).Any(each => viewed.Contains(each.FullName!)), type.FullName)
        );
    }

    [Fact]
    public void Views_and_type_members_name_types_that_exist()
    {
        var assemblies = new[] { "SealosIstio.Kubernetes", "SealosIstio.Migration" }.Select(Assembly.Load).ToList();
        var named = XDocument
            .Load(RepositoryRoot.File("module/SealosIstio.Format.ps1xml"))
            .Descendants("TypeName")
            .Concat(
                XDocument
                    .Load(RepositoryRoot.File("module/SealosIstio.Types.ps1xml"))
                    .Root!.Elements("Type")
                    .Select(type => type.Element("Name")!)
            )
            .Select(name => name.Value);

        Assert.All(named, name => Assert.Contains(assemblies, assembly => assembly.GetType(name) is not null));
    }

    private static IEnumerable<Type> Hierarchy(Type type)
    {
        for (var each = type; each is not null; each = each.BaseType)
            yield return each;
    }

    private static CmdletMetadata Cmdlet(string name) => CmdletMetadata.All.Single(cmdlet => cmdlet.Name == name);

    private static IEnumerable<string> ApprovedVerbs() =>
        new[]
        {
            typeof(VerbsCommon),
            typeof(VerbsCommunications),
            typeof(VerbsData),
            typeof(VerbsDiagnostic),
            typeof(VerbsLifecycle),
            typeof(VerbsOther),
            typeof(VerbsSecurity),
        }
            .SelectMany(verbs => verbs.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => field.Name);
}
