# Draws docs/images/demo.png from the demonstration's records:
#   make demo && gnuplot docs/images/demo.gp
set datafile separator ","
set terminal pngcairo size 1200,760 font "DejaVu Sans,11" background "white"
set output "docs/images/demo.png"
file = "demo-report/series.csv"
transition = system("python3 -c \"import json; print(json.load(open('demo-report/report.json'))['phases']['streaming']['heldSince'])\"") + 0
set key top right spacing 1.1 samplen 2
set grid lc rgb "#dddddd"
set xlabel "step"
set style line 1 lw 2 lc rgb "#1b4f9c"
set style line 2 lw 2 lc rgb "#c1440e"
set style line 3 lw 2 lc rgb "#3a7d44"
set style line 4 lw 2 lc rgb "#7a5195"
set style line 9 lw 1 dt 2 lc rgb "#444444"
set multiplot layout 2,2 title sprintf("SGD from the wrong-way start, d = 100, B = 256: Phase 2 begins at step %d", transition)
set object 1 rectangle from graph 0, graph 0 to first transition, graph 1 fc rgb "#f4ece0" fs solid noborder behind
set title "Potential f_A"
set logscale y
set format y "%g"
plot file using "step":(abs(column("potential"))) with lines ls 1 title "|f_A|"
unset logscale y
set title "One-point convexity margin (paper scale)"
set key bottom right
plot file using "step":"onePointMarginPaper" with lines ls 1 title "margin", 0.03 ls 9 title "delta = 0.03"
set title "Its budget (paper scale)"
set key bottom right
set yrange [-2.7:1.3]
plot file using "step":"marginConstantPaper" with lines ls 3 title "constant", \
     file using "step":"marginFirstPaper" with lines ls 2 title "first", \
     file using "step":"marginDiagonalPaper" with lines ls 1 title "diagonal", \
     file using "step":"marginHigherPaper" with lines ls 4 title "higher"
set title "Distance ||W - W*||_F"
set key top right
set autoscale y
plot file using "step":"distance" with lines ls 1 title "distance"
unset multiplot
