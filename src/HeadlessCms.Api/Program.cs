using HeadlessCms.Commands;

return await CommandLine.RunAsync(args);
